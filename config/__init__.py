"""The project: what the apps run in. Nothing in the apps imports this."""

from .celery import app as celery_app

__all__ = ["celery_app"]
