"""What is written to a person when their account changes, by the name that allauth gives to it."""

from typing import Final

NOTICES: Final = {
    "account/email/password_changed": "Votre mot de passe a été changé.",
    "account/email/password_reset": "Votre mot de passe a été remplacé, par le lien « Mot de passe oublié ».",
    "account/email/password_set": "Un mot de passe a été choisi pour votre compte.",
    "accounts/email/proconnect_linked": "Une identité ProConnect a été rattachée : elle ouvre désormais votre compte.",
    "accounts/email/proconnect_unlinked": "Une identité ProConnect a été détachée : elle n’ouvre plus votre compte.",
    "mfa/email/totp_activated": "La double vérification a été activée : un code de votre téléphone est demandé.",
    "mfa/email/totp_deactivated": "La double vérification a été désactivée : le mot de passe suffit de nouveau.",
    "mfa/email/webauthn_added": "Une clé d’accès a été ajoutée : elle ouvre désormais votre compte.",
    "mfa/email/webauthn_removed": "Une clé d’accès a été retirée : elle n’ouvre plus votre compte.",
    "mfa/email/recovery_codes_generated": "De nouveaux codes de secours ont été créés ; les anciens ne valent plus.",
}
