"""The addresses of the home page of a body, and of its journal."""

from django.urls import path

from egide.steering.overview import views

urlpatterns = [
    path("o/<slug:body>/", views.overview, name="overview"),
    path("o/<slug:body>/journal/", views.journal, name="journal"),
]
