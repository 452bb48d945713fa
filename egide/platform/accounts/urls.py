"""The addresses of accounts, in French, under allauth's names. What of allauth is not here is not reachable."""

from allauth.account import views as allauth
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from egide.platform.accounts import views
from egide.platform.accounts.mailed import views as mailed
from egide.platform.accounts.oidc import views as proconnect
from egide.platform.accounts.second_factor import passkeys

reset_from_key = allauth.PasswordResetFromKeyView.as_view(reset_url_key="choisir")

urlpatterns = [
    path("connexion/", allauth.login, name="account_login"),
    path("connexion/code/", factor.authenticate, name="mfa_authenticate"),
    path("connexion/compte-ferme/", allauth.account_inactive, name="account_inactive"),
    path("deconnexion/", views.sign_out, name="account_logout"),
    path("deconnexion/proconnect/", proconnect.left, name="proconnect_left"),
    path("connexion/proconnect/", proconnect.begin, name="proconnect_begin"),
    path("connexion/proconnect/retour/", proconnect.callback, name="proconnect_callback"),
    path("compte/proconnect/rattacher/", proconnect.link, name="proconnect_link"),
    path("compte/proconnect/<uuid:identity_id>/detacher/", proconnect.unlink, name="proconnect_unlink"),
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
    path("compte/regard/finir/", views.end_viewing, name="viewing_end"),
    path("compte/sessions/", views.open_sessions, name="account_sessions"),
    path("compte/confirmer/", allauth.reauthenticate, name="account_reauthenticate"),
    path("compte/confirmer/code/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("compte/second-facteur/", views.second_factor, name="mfa_index"),
    path("compte/second-facteur/activer/", totp.activate_totp, name="mfa_activate_totp"),
    path("compte/second-facteur/desactiver/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("compte/second-facteur/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("compte/second-facteur/codes/nouveaux/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("connexion/lien/", mailed.ask, name="sign_in_link_ask"),
    path("connexion/lien/<str:key>/", mailed.follow, name="sign_in_link"),
    path("connexion/cle/", passkeys.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("compte/cles/", views.second_factor, name="mfa_list_webauthn"),
    path("compte/cles/ajouter/", passkeys.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("compte/cles/<int:pk>/renommer/", passkeys.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("compte/cles/<int:pk>/retirer/", passkeys.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("compte/confirmer/cle/", passkeys.ReauthenticateByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("invitation/", views.invitation_waiting, name="invitation-waiting"),
    path("lien/<str:key>/invitation/", views.invitation, name="invitation"),
]
