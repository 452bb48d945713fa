"""The address of the page on what is kept how long."""

from django.urls import path

from egide.steering.retention.views import retention

urlpatterns = [path("o/<slug:body>/conservation/", retention, name="retention")]
