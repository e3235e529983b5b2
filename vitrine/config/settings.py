"""Django's settings, all from the environment or `.env` (see `.env.example`). Two sizes: only these differ."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from vitrine.config.env import ROOT, Env, Lane
from vitrine.web.lifetimes import lifetime

ENV = Env.load()

# --- where things are -------------------------------------------------------------------------------------------
PORT = ENV.number("PORT", 8000, least=1, most=65535)
BASE_URL = ENV.address("BASE_URL", f"http://127.0.0.1:{PORT}")
HOME = Path(ENV.text("VITRINE_HOME", str(ROOT / "var"))).expanduser().resolve()
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)  # people's data: nobody else of this machine reads it
DATABASES = {"default": ENV.database("DATABASE_URL", HOME / "vitrine.sqlite3")}
REDIS_URL = ENV.text("REDIS_URL")
TRUSTED_PROXIES = ENV.networks("TRUSTED_PROXIES")
EMBEDDED = not ENV.text("DATABASE_URL")


def _own_secret(name: str, make: Callable[[], str]) -> str:
    """The embedded mode writes its own secrets once, readable by nobody else."""
    path = HOME / name
    if not path.exists():
        # Whole from the first moment on, whoever else starts now: the first name that stands is everybody's.
        fresh = path.with_name(f".{name}-{secrets.token_hex(8)}")
        fresh.touch(mode=0o600)
        fresh.write_text(make(), encoding="ascii")
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            fresh.replace(path)
        fresh.unlink(missing_ok=True)
    return path.read_text(encoding="ascii")


SECRET_KEY = ENV.text("SECRET_KEY") or (
    _own_secret("secret_key", lambda: secrets.token_urlsafe(50)) if EMBEDDED else ""
)
TOKEN_KEYS = ENV.fernet_keys("TOKEN_KEYS") or (
    [_own_secret("token_key", lambda: Fernet.generate_key().decode("ascii"))] if EMBEDDED else []
)
# What SECRET_KEY was before: still opens what it signed.
SECRET_KEY_FALLBACKS = [key.strip() for key in ENV.text("SECRET_KEY_FALLBACKS").split(",") if key.strip()]
DEBUG = ENV.switch("DEBUG", default=False)
HTTPS = BASE_URL.startswith("https://")  # what the visitor sees; TLS itself ends at a proxy
OWN_HOST = urlsplit(BASE_URL).netloc.rpartition("@")[2].removesuffix(f":{urlsplit(BASE_URL).port}")
ALLOWED_HOSTS = [
    *(host.strip() for host in ENV.text("ALLOWED_HOSTS").split(",") if host.strip()),
    OWN_HOST,
    # On a public server links in letters would lead to whatever of these a request was sent to.
    *([] if HTTPS else ["127.0.0.1", "localhost"]),
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- the outside world ------------------------------------------------------------------------------------------
YOUTUBE_API_KEY = ENV.text("YOUTUBE_API_KEY")
GITHUB_TOKEN = ENV.text("GITHUB_TOKEN")
SANDBOX = ENV.choice("SANDBOX", "auto", ("auto", "on", "off"))
_CREDENTIALS = ("YOUTUBE_API_KEY", "GITHUB_TOKEN", "GOOGLE_CLIENT_ID", "GITHUB_CLIENT_ID")
SANDBOX_ON = SANDBOX == "on" or (SANDBOX == "auto" and not any(map(ENV.text, _CREDENTIALS)))


def _sandbox_address() -> str:
    """`127.0.0.1:port` of the running sandbox; `vitrine up` leaves it in a file for commands in other shells."""
    left = HOME / "run" / "sandbox"
    return ENV.text("SANDBOX_ADDRESS") or (left.read_text(encoding="ascii").strip() if left.exists() else "")


SANDBOX_ADDRESS = _sandbox_address() if SANDBOX_ON else ENV.text("SANDBOX_ADDRESS")
# What the sandbox takes as credentials: the demo goes the way of the real thing. SANDBOX_KEYLESS goes without.
if SANDBOX_ON and not ENV.switch("SANDBOX_KEYLESS", default=False):
    YOUTUBE_API_KEY = YOUTUBE_API_KEY or "sandbox-key"
    GITHUB_TOKEN = GITHUB_TOKEN or "sandbox-token"
PLATFORM_KEYS = {"YOUTUBE_API_KEY": YOUTUBE_API_KEY, "GITHUB_TOKEN": GITHUB_TOKEN}
# How providers know this site, by the name their platform gives: OAUTH_CLIENTS["GOOGLE"] = (id, secret).
OAUTH_CLIENTS = {
    "GOOGLE": (ENV.text("GOOGLE_CLIENT_ID"), ENV.text("GOOGLE_CLIENT_SECRET")),
    "GITHUB": (ENV.text("GITHUB_CLIENT_ID"), ENV.text("GITHUB_CLIENT_SECRET")),
}
if SANDBOX_ON:  # the clients that the sandbox has registered
    _REGISTERED = {
        "GOOGLE": ("480517284610-desktop.apps.googleusercontent.com", "GOCSPX-sandbox-desktop"),
        "GITHUB": ("Ov23liSandboxLoopback", "sandbox-github-loopback"),
    }
    OAUTH_CLIENTS = {name: pair if all(pair) else _REGISTERED[name] for name, pair in OAUTH_CLIENTS.items()}
HTTP_CONNECT_TIMEOUT = ENV.decimal("HTTP_CONNECT_TIMEOUT", 5.0)
HTTP_READ_TIMEOUT = ENV.decimal("HTTP_READ_TIMEOUT", 15.0)
HTTP_TOTAL_TIMEOUT = ENV.decimal("HTTP_TOTAL_TIMEOUT", 60.0)
PICTURE_CACHE_BYTES = ENV.number("PICTURE_CACHE_MB", 512, least=8) * 1024 * 1024

# --- quota and limits -------------------------------------------------------------------------------------------
QUOTA_RESERVE = ENV.number("YOUTUBE_QUOTA_RESERVE", 1000)
QUOTA_LIMITS = {"youtube.pool": ENV.number("YOUTUBE_QUOTA", 10_000)}
LIMITS = {
    "youtube.item": ENV.number("LIMIT_YOUTUBE_IMPORTS", 20),  # an hour, for each user
    "youtube.list": ENV.number("LIMIT_YOUTUBE_CHANNELS", 5),
    "github.item": ENV.number("LIMIT_GITHUB_IMPORTS", 10),
    "github.list": ENV.number("LIMIT_GITHUB_LISTS", 5),
    "resolve.anonymous": ENV.number("LIMIT_RESOLVE_ANONYMOUS", 5),  # a minute, for each address
    "resolve.user": ENV.number("LIMIT_RESOLVE_USER", 30),  # a minute
    "read.anonymous": ENV.number("LIMIT_READS_ANONYMOUS", 60),  # a minute, for each address
    "call.user": ENV.number("LIMIT_CALLS_USER", 1200),  # a minute, all of the API, for each user
    "call.READ_ONLY": ENV.number("LIMIT_KEY_READ_ONLY", 100),  # a minute, for each key of that permission
    "call.DOWNLOAD": ENV.number("LIMIT_KEY_DOWNLOAD", 10),
    "call.ADMIN": ENV.number("LIMIT_KEY_ADMIN", 20),
    "call.FULL_ACCESS": ENV.number("LIMIT_KEY_FULL_ACCESS", 50),
}

# --- background work --------------------------------------------------------------------------------------------
JOB_LEASE = ENV.decimal("JOB_LEASE", 60.0, least=0.2)  # seconds; a heartbeat comes every third of it
JOB_SWEEP = ENV.decimal("JOB_SWEEP", 30.0, least=0.1)
JOB_BACKOFF = ENV.decimal("JOB_BACKOFF", 15.0)  # seconds before the first retry; doubles, with jitter
JOB_RETRIES = ENV.number("JOB_RETRIES", 4)
JOB_RETRY_CAP = ENV.decimal("JOB_RETRY_CAP", 3600.0)
JOB_CRASHES = ENV.number("JOB_CRASHES", 8)  # leases that may run out without progress before a job is given up
JOB_PATIENCE_DAYS = ENV.decimal("JOB_PATIENCE_DAYS", 7.0)  # how long a job may wait for a quota or a limit, in all
JOB_KEEP_DAYS = ENV.decimal("JOB_KEEP_DAYS", 30.0)  # how long the row of an ended job stays
CALL_KEEP_DAYS = ENV.decimal("CALL_KEEP_DAYS", 90.0)  # how long the row of a call to a platform stays
HEALTH_QUEUE_STALLED = ENV.decimal("HEALTH_QUEUE_STALLED", 120.0)  # seconds a ready job may lie before health is bad
CELERY_BROKER_URL = ENV.text("CELERY_BROKER_URL") or REDIS_URL or "folder://localhost"
CELERY_POLL = ENV.decimal("CELERY_POLL", 0.1, least=0.01)  # seconds between looks into the folder of the file transport
CELERY_INCLUDE = [name for name in ENV.text("CELERY_INCLUDE").split(",") if name]  # further modules with tasks
# Who consumes what. People wait for `youtube_import`; no background work ever takes a slot of that worker.
WORKERS = {
    "people": Lane(("youtube_import", "housekeeping"), ENV.number("PEOPLE_THREADS", 4, least=1)),
    "background": Lane(
        ("youtube_sync", "default", "archive", "analytics", "housekeeping"),
        ENV.number("BACKGROUND_THREADS", 2, least=1),
    ),
}

# --- Django -----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "vitrine.web",  # before allauth: its pages are drawn by our templates
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.github",
    "allauth.mfa",
    "allauth.usersessions",
    "ninja",
    "vitrine.config.apps.CompositionConfig",
    "vitrine.accounts",
    "vitrine.quota",
    "vitrine.work",
    "vitrine.catalog",
    "vitrine.portfolio",
    "vitrine.sync",
]
MIDDLEWARE = [
    "vitrine.web.middleware.guarded",  # outermost: whatever answers below, files and failures too, carries the headers
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vitrine.api.middleware.request_id",
    "vitrine.api.cors.by_list",
    "vitrine.api.middleware.api_manners",
    "vitrine.api.middleware.trailing_slash",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "vitrine.web.standing.standing_in",
    "allauth.account.middleware.AccountMiddleware",
    "vitrine.api.auth.known_and_counted",
    "vitrine.api.idempotency.idempotent_posts",
    "django_htmx.middleware.HtmxMiddleware",
    "vitrine.web.errors.errors_as_pages",
]
ROOT_URLCONF = "vitrine.config.urls"
WSGI_APPLICATION = "vitrine.config.wsgi.application"
ASGI_APPLICATION = "vitrine.config.asgi.application"
WEB_THREADS = ENV.number("WEB_THREADS", 8, least=1, most=256)
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vitrine.web.context.page",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"serializer": "vitrine.config.caches.Signed"},
        }
        if REDIS_URL
        else {
            "BACKEND": "vitrine.config.caches.Files",
            "LOCATION": str(HOME / "cache" / "values"),
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    ),
}
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(HOME / "media")}},
    # Straight from the packages' own folders, with a hash of the content in the address: nothing to collect first.
    "staticfiles": {"BACKEND": "vitrine.web.assets.Fingerprinted"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_ADD_HEADERS_FUNCTION = None if DEBUG else lifetime
WHITENOISE_AUTOREFRESH = DEBUG
EMAIL_HOST = ENV.text("EMAIL_HOST")
EMAIL_PORT = ENV.number("EMAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.text("EMAIL_HOST_USER"), ENV.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = ENV.switch("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 10  # seconds; somebody waits
# Without a server to hand them to, letters are printed: on a laptop the link to confirm an address is in the log.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = ENV.text("DEFAULT_FROM_EMAIL", "Vitrine <vitrine@localhost>")

# --- sign-in ----------------------------------------------------------------------------------------------------
ACCOUNT_ADAPTER = "vitrine.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "slug"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Vitrine: "
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a letter whenever the way in has changed
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.split(":", 1)[0]
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "5/m/ip,5/m/key"}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before anything that changes the way in
ACCOUNT_REAUTHENTICATION_TIMEOUT = ENV.number("REAUTHENTICATION_MINUTES", 15, least=1) * 60
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session goes on, the others end
MFA_ADAPTER = "vitrine.accounts.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Vitrine"
MFA_TOTP_TOLERANCE = 1  # steps of 30 s that a phone's clock may be off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://")  # browsers themselves allow it on localhost alone
USERSESSIONS_TRACK_ACTIVITY = False  # a row written at each request is too much to know

# Signing in with an account elsewhere: offered where the operator has registered, and in the sandbox.
SOCIALACCOUNT_ADAPTER = "vitrine.accounts.adapter.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = {
    name.lower(): {
        "APPS": [{"client_id": number, "secret": secret}] if number and secret else [],
        "SCOPE": scopes,
        "OAUTH_PKCE_ENABLED": True,
    }
    for name, scopes in (("GOOGLE", ["openid", "email", "profile"]), ("GITHUB", ["read:user", "user:email"]))
    for number, secret in [OAUTH_CLIENTS[name]]
}
SOCIALACCOUNT_QUERY_EMAIL = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "vitrine.web.errors.csrf"

# --- what browsers are told to hold to ---------------------------------------------------------------------------
# `__Host-` binds a cookie to this host, over TLS alone (RFC 6265bis, 4.1.3.2); without TLS browsers would refuse it.
_COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}vitrine_session"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}vitrine_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = False  # the API's callers in a session read it and send it back
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no third cookie
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = ENV.number("HSTS_SECONDS", 365 * 24 * 3600) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENV.switch("HSTS_SUBDOMAINS", default=True)
# Only a server that learns from its proxy how a visitor came can tell whom to send to https; others go in circles.
SECURE_SSL_REDIRECT = HTTPS and ENV.switch("HTTPS_REDIRECT", default=bool(TRUSTED_PROXIES))
FROM_INSIDE = r"^(health|metrics)(/|$)"  # asked over plain HTTP, by whatever name
SECURE_REDIRECT_EXEMPT = [FROM_INSIDE]
CORS_ORIGINS = ENV.origins("CORS_ORIGINS")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- logs -------------------------------------------------------------------------------------------------------
LOG_LEVEL = ENV.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOG_FORMAT = ENV.choice("LOG_FORMAT", "console", ("console", "json"))
LOGGING_CONFIG = None  # structlog renders everything: vitrine.config.logs, from the composition root's ready()
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # HSTS preload: a list in browsers that nobody is taken off for months; its owner's to decide
]
