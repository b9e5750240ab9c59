"""All settings, read from the environment and from ``.env`` beside manage.py (``make setup`` writes one).

Without further configuration: SQLite, one worker thread beside the web process, files under ``var/``. With
``DATABASE_URL`` and ``REDIS_URL``: PostgreSQL, Celery workers and beat, a shared cache.
docs/operations.md has the list.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

# FileAware: NAME_FILE names a file that holds the value, as container secrets come.
env = environ.FileAwareEnv()
env.read_env(BASE_DIR / ".env")

VAR_DIR = env.path("VAR_DIR", default=str(BASE_DIR / "var"))
VAR_DIR = Path(str(VAR_DIR))

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
# Behind TLS: cookies and redirects insist on it.
HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "modeltranslation",  # before admin, whose classes it extends
    "forums",
    "speakers",
    "reports",
    "forums.apps.PlenaryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_countries",
    "csp",
    "rest_framework",
    "drf_spectacular_sidecar",  # Swagger UI, as files of our own
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "forums.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "forums.middleware.LocaleMiddleware",
    "forums.middleware.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Private by default: a public view says so with @login_not_required or AllowAny.
    "forums.access.PrivateByDefaultMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
LOGIN_URL = "admin:login"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Database

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/plenary.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Readers do not wait for writers, and writers queue instead of failing with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
# To connect takes longer than to ask.
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Files. Documents have no address of their own: a view asks for permission first.

MEDIA_ROOT = VAR_DIR / "media"
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"base_url": None}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "documents": {
        "BACKEND": "forums.storage.WholeFileStorage",
        "OPTIONS": {"location": VAR_DIR / "documents", "base_url": None},
    },
}
FONTS_DIR = VAR_DIR / "fonts"

# What a web server may hand out without asking Django: the files of each edition's newest release.
PUBLISHED_DIR = env.path("PUBLISHED_DIR", default=str(VAR_DIR / "published"))
PUBLISHED_DIR = Path(str(PUBLISHED_DIR))

# Languages: the six of the United Nations. Every translated text has a column for each.

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("zh-hans", _("Chinese")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ru", _("Russian")),
    ("ar", _("Arabic")),
]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
USE_TZ = True
TIME_ZONE = "UTC"

# Background work: rows own their state, Celery carries their ids where there is a broker.

REDIS_URL = env.str("REDIS_URL", default="")
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=60)
JOB_SWEEP_SECONDS = env.int("JOB_SWEEP_SECONDS", default=15)
# How often it is looked what the clock asks for: invitations that lapse, reminders, notices.
ROUND_SECONDS = env.int("ROUND_SECONDS", default=300)
RENDER_LIMIT_SECONDS = env.int("RENDER_LIMIT_SECONDS", default=120)

CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 3600,
        # Without these a frozen Redis blocks the web request for ever.
        "socket_timeout": 5,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
    }
    if REDIS_URL
    else {}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.5,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_SOFT_TIME_LIMIT = RENDER_LIMIT_SECONDS + 15
CELERY_TASK_TIME_LIMIT = RENDER_LIMIT_SECONDS + 30
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000  # kilobytes
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "forums.sweep_jobs", "schedule": JOB_SWEEP_SECONDS},
    "go-rounds": {"task": "forums.go_rounds", "schedule": ROUND_SECONDS},
}
CELERY_TIMEZONE = "UTC"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# API

# How much of what was made for readers a process keeps, made once: the least read goes first.
ANSWERS_KEPT_BYTES = env.int("ANSWERS_KEPT_BYTES", default=12_000_000)

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "forums.api.problems.exception_handler",
    # Searches and refused requests, by client address. Who that is, proxies say: so many of them are believed.
    "DEFAULT_THROTTLE_RATES": {"address": env.str("THROTTLE_RATE", default="300/min")},
    "NUM_PROXIES": env.int("NUM_PROXIES", default=0),
}

# Mail: EMAIL_URL is like smtp+tls://name:password@mail.example.org:587. Without it mails wait, and the office is told.

MAIL_SERVER = env.str("EMAIL_URL", default="")
mail = env.email_url("EMAIL_URL", default="dummymail://")
if mail["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
    mail["EMAIL_BACKEND"] = "speakers.smtp.EmailBackend"
vars().update(mail)
# Where mails that come back arrive, if they are to be fetched: imaps://name:password@mail.example.org/INBOX.
BOUNCE_MAILBOX = env.str("BOUNCE_MAILBOX", default="")
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default="plenary@localhost")
# How long an invitation waits for its answer.
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)
# So many days before it ends, whoever has not answered is reminded.
REMINDER_DAYS = env.list("REMINDER_DAYS", cast=int, default=[7, 2])

# How many days private data are kept (speakers.retention); 0 keeps them until somebody is erased. After an edition:
# what was needed for a stay, what was said in between, and the invitations that came to nothing.
RETAIN_NEEDS_DAYS = env.int("RETAIN_NEEDS_DAYS", default=60)
RETAIN_REQUESTS_DAYS = env.int("RETAIN_REQUESTS_DAYS", default=365)
RETAIN_DECLINED_DAYS = env.int("RETAIN_DECLINED_DAYS", default=180)
# After a mail was written, a link ended, a page was looked at.
RETAIN_MAIL_DAYS = env.int("RETAIN_MAIL_DAYS", default=365)
RETAIN_LINK_DAYS = env.int("RETAIN_LINK_DAYS", default=90)
RETAIN_AUDIT_DAYS = env.int("RETAIN_AUDIT_DAYS", default=1095)

# Security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
FILE_UPLOAD_HANDLERS = [
    "forums.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# The page of an edition with a hundred partners has more fields than Django's thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
CSRF_TRUSTED_ORIGINS = [SITE_URL]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Addresses of private links are secrets, and Django logs the address of whatever went wrong.
    "filters": {"links": {"()": "speakers.logs.LinkFilter"}},
    # An error under a line may quote what it refused.
    "formatters": {
        "line": {
            "()": "speakers.logs.PrivateFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["links"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
