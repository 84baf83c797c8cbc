"""Django's settings, read from the environment that ``jiqun serve`` prepares.

``docs/running.md`` says what each of them does.
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from jiqun.web.databases import database_of
from jiqun.web.demands import offices_named
from jiqun.web.secret import secret_key

HERE = Path(__file__).resolve().parent

WORKSPACE = Path(os.environ.get("JIQUN_WORKSPACE", "."))

DEBUG = False
SECRET_KEY = os.environ.get("JIQUN_SECRET_KEY") or (
    secret_key(WORKSPACE) if "JIQUN_WORKSPACE" in os.environ else secrets.token_urlsafe(48)
)
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *filter(None, os.environ.get("JIQUN_HOSTS", "").split(",")),
]

ROOT_URLCONF = "jiqun.web.urls"
WSGI_APPLICATION = "jiqun.web.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "jiqun.web.events",
    "jiqun.web.accounts",
    "jiqun.web.casework",
    "jiqun.web.filing",
    "jiqun.web.recognised",
    "jiqun.web.panels",
    "jiqun.web.recognition",
    "jiqun.web.tiers",
    "jiqun.web.exchange",
    "jiqun.web.ladder",
    "jiqun.web.carbon",
    "jiqun.web.slots",
    "jiqun.web.solutions",
    "jiqun.web.grants",
    "jiqun.web.services",
    "jiqun.web.byproducts",
    "jiqun.web.closing",
    "jiqun.web.challenges",
    "jiqun.web.cooperation",
    "jiqun.web.governance",
    "jiqun.web.explore",
]
MIDDLEWARE = [
    "jiqun.web.metering.Metering",
    "django.middleware.security.SecurityMiddleware",
    "jiqun.web.security.SecurityHeaders",
    "jiqun.web.door.Door",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jiqun.web.languages.Languages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "jiqun.web.admission.Admission",
    "jiqun.web.explore.api.manners.Manners",
    "jiqun.web.unchanged.Unchanged",
    "django.middleware.common.CommonMiddleware",
]
JIQUN_READER_OF = "jiqun.web.accounts.signed_in.reader_of_request"
"""The function that says who a request is from."""

# Only a site that is always reached by TLS may promise it; the proxy says whether a request was.
SECURE_HSTS_SECONDS = int(os.environ.get("JIQUN_HSTS_SECONDS", "0"))
if os.environ.get("JIQUN_TLS_HEADER"):
    _header = os.environ["JIQUN_TLS_HEADER"].upper().replace("-", "_")
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{_header}", "https")
SECURE_CROSS_ORIGIN_OPENER_POLICY = SECURE_REFERRER_POLICY = None  # SecurityHeaders says these
SECURE_CONTENT_TYPE_NOSNIFF = False

# What people intend; the explorer reads vintages, which are files, and makes no query.
DATABASES = {"default": database_of(os.environ.get("JIQUN_DATABASE_URL", ""), WORKSPACE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name", "email")},
    },
]
LOGIN_URL = "login"
SECURE_COOKIES = bool(os.environ.get("JIQUN_TLS_HEADER")) or SECURE_HSTS_SECONDS > 0
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_FAILURE_VIEW = "jiqun.web.explore.views.faults.forged"

# A name is locked from where it is guessed, not for everybody: nobody can lock another out.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"  # of what the sign-in hands on, not of the form
AXES_LOCKOUT_CALLABLE = "jiqun.web.accounts.views.signing_in.locked_out"
AXES_ENABLE_ADMIN = False
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # what its middleware answers, the sign-in answers
AXES_VERBOSE = False
# Behind proxies the address is what the outermost of ours says; their number is said, not guessed.
PROXIES = int(os.environ.get("JIQUN_PROXY_COUNT", "0"))
AXES_CLIENT_IP_CALLABLE = "jiqun.web.accounts.attempts.client_address"
PASSKEY_DOMAIN = os.environ.get("JIQUN_PASSKEY_DOMAIN", "localhost").lower()
"""The name passkeys are made for, and sign for: the site's own, or one above it."""
SECOND_FACTOR_OF = offices_named(
    "JIQUN_SECOND_FACTOR_OF", os.environ.get("JIQUN_SECOND_FACTOR_OF", "")
)
"""Kinds of office whose people must have a second factor."""

# Without a server no mail is sent; the site says everything all the same.
EMAIL_HOST = os.environ.get("JIQUN_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("JIQUN_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("JIQUN_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("JIQUN_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("JIQUN_MAIL_SECURITY") == "starttls"
EMAIL_USE_SSL = os.environ.get("JIQUN_MAIL_SECURITY") == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("JIQUN_MAIL_FROM", "")
SITE_URL = os.environ.get("JIQUN_SITE_URL", "").rstrip("/")

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "jiqun.web.templating.environment",
            "context_processors": ["jiqun.web.templating.everywhere"],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},  # a page not found is no news
}
