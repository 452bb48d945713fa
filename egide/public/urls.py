"""The addresses of the public door, and of the screens of a body that go with it."""

from django.urls import path

from egide.public import screens, views

_BODY = "o/<slug:body>/"
urlpatterns = [
    path("p/<slug:slug>/", views.register, name="public-register"),
    path("p/<slug:slug>/ecrire/", views.write, name="public-write"),
    path("p/<slug:slug>/ecrire/envoye/", views.sent, name="public-sent"),
    path("lien/<str:key>/message/", views.message_confirm, name="message-confirm"),
    path(f"{_BODY}publication/", screens.publication, name="publication"),
    path(f"{_BODY}publication/apercu/", screens.publication_preview, name="publication-preview"),
    path(f"{_BODY}publication/retirer/", screens.publication_withdraw, name="publication-withdraw"),
    path(f"{_BODY}publication/<uuid:publication_id>/", screens.publication_past, name="publication-past"),
    path(f"{_BODY}messages/", screens.received, name="messages"),
    path(f"{_BODY}messages/<uuid:message_id>/", screens.message, name="message"),
]
