"""A person who signs in. The e-mail is the identity; what a person may do is said by memberships, elsewhere."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac


class UserManager(BaseUserManager["User"]):
    """Addresses are kept in lower case, so that one person is one account."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person; without a password, one that cannot sign in before choosing it."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Whatever the case it was typed in."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("adresse électronique", unique=True, max_length=254)
    name = models.CharField("nom", max_length=150)
    is_active = models.BooleanField("actif", default=True)
    joined_at = models.DateTimeField("inscrit le", auto_now_add=True)
    sessions_closed = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"

    def __str__(self) -> str:
        return self.name or self.email

    def close_sessions(self) -> None:
        """Every session of this person, on any device, ends at its next request: no list of sessions is needed."""
        self.sessions_closed += 1
        self.save(update_fields=["sessions_closed"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's own, which a new password changes; a closing of sessions changes it too."""
        kept = f"{self.password}:{self.sessions_closed}"
        return salted_hmac("egide.accounts.session", kept, secret=secret, algorithm="sha256").hexdigest()


class Invitation(models.Model):
    """Someone asked to open an account, or to add a membership to theirs, by a secret link sent by e-mail.

    The link is of the body that invites (`egide.platform.links`): it says whether the invitation still stands.
    `payload` belongs to those who invite: nothing here reads it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("adresse électronique", max_length=254)
    name = models.CharField("nom", max_length=150, blank=True)
    payload = models.JSONField(default=dict)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="invitations_sent")
    invited_at = models.DateTimeField("envoyée le")
    accepted_at = models.DateTimeField("acceptée le", null=True)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="invitations_accepted")

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"

    def __str__(self) -> str:
        return self.email


class FederatedIdentity(models.Model):
    """Who a person is for an identity provider: issuer and subject. `email` is what it said, and identifies nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    email = models.CharField(max_length=254, blank=True)
    linked_at = models.DateTimeField("rattachée le")
    used_at = models.DateTimeField("utilisée le", null=True)

    class Meta:
        verbose_name = "identité rattachée"
        verbose_name_plural = "identités rattachées"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("issuer", "subject"), name="one_account_for_an_identity")
        ]

    def __str__(self) -> str:
        return self.email or self.subject


class SignInLink(models.Model):
    """A link sent by e-mail: it signs in once, the browser that asked for it. Only hashes of its secrets are kept.

    `state_hash` is that of what a new password or a closing of sessions changes: the link dies with them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    key_hash = models.CharField(max_length=64, unique=True)
    browser_hash = models.CharField(max_length=64)
    state_hash = models.CharField(max_length=64)
    following = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField("valable jusqu’à", db_index=True)
    used_at = models.DateTimeField("utilisé le", null=True)

    class Meta:
        verbose_name = "lien de connexion"
        verbose_name_plural = "liens de connexion"

    def __str__(self) -> str:
        return str(self.user)


class Session(AbstractBaseSession):
    """A session of Django, that knows whose it is, since when and from where: its owner sees it and may close it.

    Its columns are drawn from its data at each save (`session_store`). `handle` names it on pages: the key never shows.
    """

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    handle = models.UUIDField(null=True, db_index=True)  # two rows have it while a key is renewed
    began_at = models.DateTimeField("ouverte le", null=True)
    seen_at = models.DateTimeField("active le", null=True)
    address = models.CharField("adresse du réseau", max_length=45, blank=True)
    device = models.CharField("appareil", max_length=60, blank=True)

    class Meta:
        verbose_name = "session"
        verbose_name_plural = "sessions"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Which store keeps it."""
        from egide.platform.accounts.session_store import SessionStore  # noqa: PLC0415 - it needs this model

        return SessionStore


class CacheEntry(models.Model):
    """The table of Django's DatabaseCache, as `createcachetable` makes it: there as soon as `migrate` has run."""

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cache_entries"

    def __str__(self) -> str:
        return self.cache_key
