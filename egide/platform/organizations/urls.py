"""The addresses of the room of bodies."""

from django.urls import path

from egide.platform.organizations import views

urlpatterns = [path("", views.home, name="home")]
