"""Django's settings, read from the environment that ``jiqun serve`` prepares.

``docs/running.md`` says what each of them does.
"""

import os
import secrets
from pathlib import Path

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
INSTALLED_APPS = ["django.contrib.staticfiles", "jiqun.web.explore"]
MIDDLEWARE = [
    "jiqun.web.metering.Metering",
    "django.middleware.security.SecurityMiddleware",
    "jiqun.web.security.SecurityHeaders",
    "jiqun.web.door.Door",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jiqun.web.languages.Languages",
    "jiqun.web.admission.Admission",
    "jiqun.web.explore.api.manners.Manners",
    "jiqun.web.unchanged.Unchanged",
    "django.middleware.common.CommonMiddleware",
]
JIQUN_READER_OF = "jiqun.web.admission.everybody"
"""The function that says who a request is from."""

# Only a site that is always reached by TLS may promise it; the proxy says whether a request was.
SECURE_HSTS_SECONDS = int(os.environ.get("JIQUN_HSTS_SECONDS", "0"))
if os.environ.get("JIQUN_TLS_HEADER"):
    _header = os.environ["JIQUN_TLS_HEADER"].upper().replace("-", "_")
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{_header}", "https")
SECURE_CROSS_ORIGIN_OPENER_POLICY = SECURE_REFERRER_POLICY = None  # SecurityHeaders says these
SECURE_CONTENT_TYPE_NOSNIFF = False

# The explorer reads vintages, which are files: without a database no public page can query one.
DATABASES: dict[str, dict[str, str]] = {}

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
