"""The addresses of proofs. They belong to no body."""

from django.urls import path

from egide.platform.proofs import views

urlpatterns = [
    path("preuves/", views.proofs, name="proofs"),
    path("preuves/cles.txt", views.public_keys, name="proofs-keys"),
    path("preuves/verifier.py", views.verifier, name="proofs-verifier"),
    path("preuves/<int:number>.txt", views.checkpoint, name="proofs-checkpoint"),
]
