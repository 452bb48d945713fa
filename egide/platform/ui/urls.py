"""Where the design system shows itself."""

from django.urls import path

from egide.platform.ui.gallery import gallery

urlpatterns = [path("galerie/", gallery, name="gallery")]
