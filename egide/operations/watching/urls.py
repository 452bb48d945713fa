"""The addresses that machines ask."""

from django.urls import path

from egide.operations.watching import views

urlpatterns = [
    path("sante/", views.health, name="health"),
    path("pret/", views.ready, name="ready"),
    path("metriques/", views.metrics, name="metrics"),
]
