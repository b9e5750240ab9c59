"""The project's settings for tests: quick hashes, files in memory, warnings as errors elsewhere."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A test that forgot to ask for a database finds no table, instead of the developer's own rows.
    DATABASES["default"]["NAME"] = ":memory:"

# Fonts are not made anew for tests.
FONTS_DIR = BASE_DIR / "var" / "fonts"
STATIC_ROOT = BASE_DIR / "forums" / "static"
LOGGING = {"version": 1, "disable_existing_loggers": False}
