"""The project's settings for tests: quick hashes, files in memory, warnings as errors elsewhere."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, DATABASES, MIDDLEWARE, REST_FRAMEWORK, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A test that forgot to ask for a database finds no table, instead of the developer's own rows.
    DATABASES["default"]["NAME"] = ":memory:"

# Static files are looked for once, not for every client.
MIDDLEWARE = ["tests.middleware.WhiteNoiseMiddleware" if "whitenoise" in it else it for it in MIDDLEWARE]

# There is a mail server, and it keeps what it is given (django.core.mail.outbox).
MAIL_SERVER = "locmem"

# All tests ask from one address.
RATES = {**REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "address": "100000/min"}
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": RATES}

# Fonts are not made anew for tests.
FONTS_DIR = BASE_DIR / "var" / "fonts"
STATIC_ROOT = BASE_DIR / "forums" / "static"
LOGGING = {"version": 1, "disable_existing_loggers": False}
