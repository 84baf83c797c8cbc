"""Django is ready before any module of the site is looked at, by tests or for its examples."""

import os

import django

import jiqun.web  # noqa: F401  # names the settings

# Playwright leaves a loop running in the thread; Django would take every query for one inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
django.setup()
