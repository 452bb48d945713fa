"""Every setting of the web application. What an installation may change comes from its environment."""

from pathlib import Path
from typing import Any

from egide import access_log, database, environment, files, mail, oidc, state
from egide.operations.watching import lines

BASE = Path(__file__).resolve().parent
STATE = state.private_folder(Path(environment.text("EGIDE_STATE")))

DEBUG = False
SECRET_KEY = environment.text("EGIDE_SECRET_KEY") or database.secret_key(STATE)
ALLOWED_HOSTS = environment.words("EGIDE_HOSTS")
CSRF_TRUSTED_ORIGINS = environment.words("EGIDE_ORIGINS")
BEHIND_TLS = environment.flag("EGIDE_TLS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "egide.platform.accounts",  # before allauth: its templates are the ones that are found
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "egide.platform.ui",
    "egide.platform.records",
    "egide.platform.tasks",
    "egide.platform.mail",
    "egide.platform.search",
    "egide.platform.drafts",
    "egide.platform.files",
    "egide.platform.proofs",
    "egide.platform.access_log",
    "egide.platform.links",
    "egide.platform.organizations",
    "egide.platform.kernel",
    "egide.platform.api",
    "egide.platform.bodies",
    "egide.registers.systems",
    "egide.registers.processing",
    "egide.registers.imports",
    "egide.steering.overview",
    "egide.steering.retention",
    "egide.operations.watching",
    "egide.public",
]

MIDDLEWARE = [
    "egide.operations.watching.middleware.WatchMiddleware",  # around everything, and before what may not answer
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "egide.public.middleware.PublicDoorMiddleware",
    "egide.platform.api.middleware.ApiMiddleware",  # what programs send has a door of its own, and no session
    "egide.platform.ui.refusals.NotAllowedMiddleware",
    "egide.platform.ui.addresses.CleanQueryMiddleware",
    "egide.operations.watching.storage.PatientSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "egide.platform.links.middleware.SameOriginMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "egide.platform.links.middleware.LinkMiddleware",
    "egide.platform.accounts.middleware.SessionAgeMiddleware",
    "egide.platform.accounts.viewing.ViewingMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # around the transaction: allauth writes to people when it commits
    "egide.platform.files.incoming.IncomingMiddleware",  # files are received before the transaction begins
    "egide.platform.access_log.middleware.AccessLogMiddleware",
    "egide.platform.records.middleware.DatabaseIdentityMiddleware",
    "egide.platform.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # The last: a stranger’s 404 goes out through the same doors as that of a page.
    "egide.platform.organizations.middleware.OrganizationMiddleware",
]

# Modules told of each save and of each erasure, in its transaction: see egide/platform/records/following.py.
FOLLOWERS = [
    "egide.platform.search.index",
    "egide.platform.drafts.following",
    "egide.platform.files.following",
    "egide.registers.imports.following",
    "egide.platform.api.following",
    "egide.public.publishing",
]
# Functions `f(now, made_at)` called when a backup of `made_at` was put back: what was erased since is erased again.
RESTORED = ["egide.platform.records.erasures.replay", "egide.platform.proofs.checkpoints.resume"]
# Modules of what goes with a body that moves to another installation: see egide/operations/moving/movers.py.
MOVERS = ["egide.platform.files.moving"]

# ---- Tasks ------------------------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["quick", "heavy"]}}
# What runs by itself: a function that takes `now`, and when (cron, on the clock of Paris).
SCHEDULE = [
    ("egide.registers.processing.jobs.refresh_conclusions", "40 3 * * *"),
    ("egide.platform.mail.jobs.gather_digests", "0 7 * * *"),
    ("egide.platform.files.jobs.scan_what_was_not", "*/10 * * * *"),
    ("egide.platform.proofs.jobs.keep_checkpoint", "7 * * * *"),
    ("egide.platform.proofs.jobs.mail_checkpoint", "30 18 * * *"),
    ("egide.steering.retention.jobs.forget", "23 3 * * *"),
    ("egide.platform.records.jobs.note_erasures", "50 * * * *"),
]

# ---- Proofs -----------------------------------------------------------------------------------------------------
# Where checkpoints are written: best a folder of another machine, or where nothing can be overwritten.
ANCHORS_DIR = Path(environment.text("EGIDE_ANCHORS_DIR") or STATE / "checkpoints")
ANCHORS_MAIL = environment.words("EGIDE_ANCHORS_MAIL")
TSA_URL = environment.text("EGIDE_TSA_URL")
TSA_ROOTS = environment.text("EGIDE_TSA_ROOTS")  # a PEM file: the authorities that are believed
TSA_HOURS = environment.number("EGIDE_TSA_HOURS")  # one stamp in so many hours; 1: each checkpoint

# ---- Retention of what Égide keeps of its own -------------------------------------------------------------------
BIN_DAYS = environment.number("EGIDE_BIN_DAYS")  # then a record of the bin goes by itself
INVITATION_DAYS = environment.number("EGIDE_INVITATION_DAYS")  # after it was accepted, or sent for nothing
PROPOSAL_DAYS = environment.number("EGIDE_PROPOSAL_DAYS")  # after it was answered or taken back
# Run one after the other each night; each has its row in egide/steering/retention/table.toml.
RETENTION = [
    "egide.platform.records.jobs.empty_bins",
    "egide.platform.kernel.proposals.forgetting.delete_closed_proposals",
    "egide.platform.access_log.jobs.delete_old_entries",
    "egide.platform.accounts.jobs.delete_expired",
    "egide.platform.accounts.forgetting.delete_old_invitations",
    "egide.platform.accounts.forgetting.delete_expired_cache",
    "egide.platform.drafts.jobs.delete_old_drafts",
    "egide.registers.imports.forgetting.delete_waiting_files",
    "egide.platform.files.jobs.delete_abandoned",
    "egide.platform.links.keys.delete_dead_links",
    "egide.public.intake.delete_old_entries",
    "egide.platform.mail.jobs.erase_and_forget",
    "egide.platform.tasks.jobs.forget_old_tasks",
]

# What secret links may be for: see egide/platform/links/purposes.py.
LINK_PURPOSES = ["egide.platform.accounts.invitations.INVITATION", "egide.public.purposes.CONFIRMATION"]

# ---- Accounts ---------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
SECOND_FACTOR_REQUIRED = "egide.platform.organizations.access.needs_second_factor"
# What each room holds on a person, and what it forgets when they leave: see egide/platform/accounts/own_data.py.
OWN_DATA = [
    "egide.platform.accounts.own_data.sections",
    "egide.platform.bodies.own_data.sections",
    "egide.platform.bodies.own_queues.sections",
    "egide.platform.bodies.own_tools.sections",
    "egide.registers.imports.own_data.sections",
]
ON_LEAVING = [
    "egide.platform.bodies.own_data.leave",
    "egide.platform.bodies.own_queues.leave",
    "egide.platform.bodies.own_tools.leave",
    "egide.registers.imports.own_data.forget",
    "egide.platform.accounts.leaving.forget",
]
MAY_VIEW_AS = "egide.platform.bodies.viewing.may_view_as"
INVITATION_ACCEPTED = "egide.platform.bodies.inviting.accepted"
# ProConnect, or another provider with its ways; None: nobody signs in by it.
OIDC = oidc.settings(
    environment.text("EGIDE_OIDC_ISSUER"),
    environment.text("EGIDE_OIDC_CLIENT_ID"),
    environment.text("EGIDE_OIDC_CLIENT_SECRET"),
    environment.text("EGIDE_OIDC_ALGORITHM"),
)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "egide.platform.accounts.passwords.validators.LengthValidator"},
    {"NAME": "egide.platform.accounts.passwords.validators.GuessValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600

ACCOUNT_ADAPTER = "egide.platform.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is accepted from the mailbox it was sent to
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
# allauth's own would write a second, unverified copy of the address, that would go on opening the account.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_FORMS = {
    "login": "egide.platform.accounts.forms.LoginForm",
    "reauthenticate": "egide.platform.accounts.forms.ReauthenticateForm",
    "reset_password": "egide.platform.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "egide.platform.accounts.forms.ResetPasswordKeyForm",
    "change_password": "egide.platform.accounts.forms.ChangePasswordForm",
    "set_password": "egide.platform.accounts.forms.SetPasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key,25/d/key",  # CNIL 2022-100: at most 25 attempts a day on one account
    "reset_password": "20/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user,25/d/user",
    "proconnect": "60/m/ip",
    "passkey": "60/m/ip",
    "sign_in_link": "20/h/ip,3/h/key",
    "sign_in_link_opened": "30/m/ip",
    "link": "60/m/ip",
    "intake": "10/h/ip,30/d/ip",
    "intake_email": "3/h/key,5/d/key",
    "intake_body": "200/d/key",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "egide.platform.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Égide"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # no address is kept beside that of the account
MFA_FORMS = {
    "authenticate": "egide.platform.accounts.second_factor.forms.AuthenticateForm",
    "reauthenticate": "egide.platform.accounts.second_factor.forms.ReauthenticateForm",
    "add_webauthn": "egide.platform.accounts.second_factor.passkey_forms.AddForm",
    "edit_webauthn": "egide.platform.accounts.second_factor.passkey_forms.RenameForm",
    "login_webauthn": "egide.platform.accounts.second_factor.passkey_forms.LoginForm",
    "authenticate_webauthn": "egide.platform.accounts.second_factor.passkey_forms.AuthenticateForm",
    "reauthenticate_webauthn": "egide.platform.accounts.second_factor.passkey_forms.ReauthenticateForm",
    "activate_totp": "egide.platform.accounts.second_factor.forms.ActivateForm",
}
# How many proxies of ours stand in front: 0 believes no X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("EGIDE_PROXIES")
# Limits and used codes are shared by every process, hence in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # at 300, its default, a flood of attempts would push the counters out
    }
}

# Traces of who came, opened and took away are deleted after so many months.
ACCESS_LOG_MONTHS = access_log.months(environment.text("EGIDE_ACCESS_LOG_MONTHS"))

globals().update(mail.settings(environment.text("EGIDE_MAIL_URL")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("EGIDE_MAIL_FROM")

LOGGING = lines.settings()
# -----------------------------------------------------------------------------------------------------------------

ROOT_URLCONF = "egide.urls"
WSGI_APPLICATION = "egide.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "egide.navigation.navigation",
            ],
        },
    }
]

DATABASES = {"default": database.from_environment(STATE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A record of two hundred lines is one page, and each line has a dozen fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
ATOMIC_REQUESTS = False
API_CALLS_PER_MINUTE = environment.number("EGIDE_API_CALLS_PER_MINUTE")  # of one token

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = None  # the files come from the packages themselves: nothing to collect
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000  # a year: the address changes with the content
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "egide.platform.ui.versioned.VersionedFiles"},
    "attachments": files.place(environment.text("EGIDE_FILES_URL"), STATE),
}
# The keys that seal those of bodies: the first seals, the others still open (see egide/platform/files/keys.py).
FILES_KEYS = files.master_keys(environment.text("EGIDE_FILES_KEY"), STATE)
FILES_LARGEST = files.megabytes("EGIDE_FILES_LARGEST", environment.text("EGIDE_FILES_LARGEST"))
FILES_QUOTA = files.megabytes("EGIDE_FILES_QUOTA", environment.text("EGIDE_FILES_QUOTA"))
CLAMAV = files.antivirus(environment.text("EGIDE_CLAMAV"))
TAKES_UNSCANNED = files.without_antivirus(environment.text("EGIDE_CLAMAV_DOWN"))

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_NAME = "__Host-session" if BEHIND_TLS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if BEHIND_TLS else "csrf"
SESSION_ENGINE = "egide.platform.accounts.session_store"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 3600
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
