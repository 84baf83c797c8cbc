"""Django's settings, read from the environment that ``jiqun serve`` prepares.

``JIQUN_WORKSPACE`` names the workspace; ``JIQUN_HOSTS`` further host names, separated by commas.
"""

import os
import secrets
from pathlib import Path

HERE = Path(__file__).resolve().parent

WORKSPACE = Path(os.environ.get("JIQUN_WORKSPACE", "."))

DEBUG = False
SECRET_KEY = os.environ.get("JIQUN_SECRET_KEY") or secrets.token_urlsafe(48)
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
    "jiqun.web.security.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jiqun.web.languages.Languages",
    "jiqun.web.unchanged.Unchanged",
    "django.middleware.common.CommonMiddleware",
]

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
USE_I18N = False
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
