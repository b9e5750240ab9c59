from django.apps import AppConfig


class SpeakersConfig(AppConfig):
    name = "speakers"
    verbose_name = "Speakers"
    default_auto_field = "django.db.models.BigAutoField"
