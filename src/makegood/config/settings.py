"""Django's settings: what must be known before the database is. Everything else an admin changes on a page."""

from __future__ import annotations

import os
from pathlib import Path

from makegood.config.environment import database, public_url, secret_key

SOURCES = Path(__file__).parent.parent
DATA = Path(os.environ.get("MAKEGOOD_DATA", "data")).resolve()
# Where Stripe answers; "" is Stripe itself.
STRIPE_API = os.environ.get("MAKEGOOD_STRIPE_API", "")
# A folder with a speech model, instead of the one that the extra `voice` brings.
VOICE_MODEL = os.environ.get("MAKEGOOD_VOICE_MODEL", "")
PUBLIC_URL = public_url(os.environ.get("MAKEGOOD_URL", ""))
SMTP_URL = os.environ.get("MAKEGOOD_SMTP_URL", "")

SECRET_KEY = secret_key(DATA)
DEBUG = False
# The desk names its own hosts: loopback, and the public address when there is one.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *os.environ.get("MAKEGOOD_HOSTS", "").split()]
ALLOWED_HOSTS += [PUBLIC_URL.host] if PUBLIC_URL else []

INSTALLED_APPS = [
    "makegood.base",
    "makegood.timeline",
    "makegood.agenda",
    "makegood.clocks",
    "makegood.people",
    "makegood.customers",
    "makegood.conversations",
    "makegood.authority",
    "makegood.books",
    "makegood.promises",
    "makegood.calls",
    "makegood.orders",
    "makegood.payments",
    "makegood.search",
    "makegood.kudos",
    "makegood.worklog",
    "makegood.stories",
    "makegood.handoffs",
    "makegood.vouchers",
    "makegood.escalations",
    "makegood.remedies",
    "makegood.coach",
    "makegood.articles",
    "makegood.watch",
    "makegood.notices",
    "makegood.mentions",
    "makegood.mentions.reach",
    "makegood.effort",
    "makegood.intake",
    "makegood.channels.mail",
    "makegood.channels.phone",
    "makegood.desk",
    "makegood.api",
    "makegood.config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "ninja",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "makegood.config.policy.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "makegood.desk.middleware.DeskMiddleware",
]

# Who hangs something on a conversation, in this order (conversations/attached.py).
ATTACHED = (
    "makegood.search.attached.Indexed",
    "makegood.promises.attached.Promised",
    "makegood.calls.attached.Called",
    "makegood.handoffs.attached.Handoffs",
    "makegood.escalations.attached.Climbs",
    "makegood.remedies.attached.Remedies",
    "makegood.worklog.attached.Worked",
    "makegood.afterhours.attached.AfterHours",
    "makegood.effort.attached.Counted",
    "makegood.mentions.attached.Mentioned",
    "makegood.kudos.attached.Asked",
    "makegood.articles.attached.Learns",
)
# Who hears what becomes of a promise, in this order (promises/heard.py).
HEARD_OF_PROMISES = ("makegood.escalations.heard.Ladder", "makegood.remedies.heard.Given")

# Who hears of orders, in this order (orders/heard.py).
# What is given for an order that comes late: watch/offering.py.
MAKES_UP_FOR_LATE = "makegood.remedies.late.MakesUpForLate"
HEARD_OF_ORDERS: tuple[str, ...] = ("makegood.watch.heard.Watching",)

# Who has a say when somebody's working time changes, in this order (people/duty/watching.py).
DUTY_WATCHERS = ("makegood.escalations.watching.Ladders", "makegood.remedies.watching.Asks")

ROOT_URLCONF = "makegood.config.urls"
DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Agent"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [SOURCES / "base" / "templates", SOURCES / "desk" / "templates", SOURCES / "portal" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "makegood.base.pages.environment",
            "context_processors": ["makegood.base.pages.one_token"],
        },
    },
    {  # Only for pages that a library brings: signing in.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCES / "desk" / "library_templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/sign-in/"
LOGOUT_REDIRECT_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/inbox"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "makegood.desk.signin.Adapter"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger cannot make us write to an address that is nobody's here
ACCOUNT_RATE_LIMITS = {
    "link": "30/m/ip",
    "guest": "12/10m/ip",
    "wall": "240/m/ip",
    "story": "10/h/ip",
    "comment": "10/h/ip",
    "help": "300/m/ip",
}
MFA_ADAPTER = "makegood.desk.signin.SecondStep"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an admin vouches for each address; nobody signs up by themselves
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Makegood"

SESSION_ENGINE = "makegood.people.sessions"
SESSION_COOKIE_NAME = "makegood"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
if PUBLIC_URL:
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL.origin]
    if PUBLIC_URL.is_https:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# Back-port of Django 6's own setting; goes with the move to the next LTS.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "style-src": ["'self'"],
        "frame-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "files"}},
    "staticfiles": {"BACKEND": "makegood.config.static.Storage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]  # a line for each folder in locale/; bin/words keeps them
LOCALE_PATHS = [SOURCES / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("MAKEGOOD_LOG", "WARNING")},
}
