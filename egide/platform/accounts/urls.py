"""The addresses of accounts, in French, under allauth's names. What of allauth is not here is not reachable."""

from allauth.account import views as allauth
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from egide.platform.accounts import views

reset_from_key = allauth.PasswordResetFromKeyView.as_view(reset_url_key="choisir")

urlpatterns = [
    path("connexion/", allauth.login, name="account_login"),
    path("connexion/code/", factor.authenticate, name="mfa_authenticate"),
    path("connexion/compte-ferme/", allauth.account_inactive, name="account_inactive"),
    path("deconnexion/", views.sign_out, name="account_logout"),
    path("mot-de-passe/oublie/", allauth.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/enregistre/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("mot-de-passe/changer/", allauth.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", allauth.password_set, name="account_set_password"),
    path("compte/", views.account, name="account_home"),
    path("compte/sessions/", views.close_sessions, name="account_close_sessions"),
    path("compte/confirmer/", allauth.reauthenticate, name="account_reauthenticate"),
    path("compte/confirmer/code/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("compte/second-facteur/", views.second_factor, name="mfa_index"),
    path("compte/second-facteur/activer/", totp.activate_totp, name="mfa_activate_totp"),
    path("compte/second-facteur/desactiver/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("compte/second-facteur/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("compte/second-facteur/codes/nouveaux/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("lien/<str:key>/invitation/", views.invitation, name="invitation"),
]
