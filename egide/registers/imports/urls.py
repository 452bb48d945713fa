"""The addresses of imports."""

from django.urls import path

from egide.registers.imports import views

urlpatterns = [
    path("o/<slug:body>/importer/", views.start, name="import"),
    path("o/<slug:body>/importer/<uuid:waiting_id>/", views.review, name="import-review"),
    path("o/<slug:body>/imports/<uuid:import_id>/", views.result, name="import-result"),
]
