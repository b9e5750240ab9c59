from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.module_loading import autodiscover_modules


class ForumsConfig(AppConfig):
    name = "forums"
    verbose_name = "Forums and agendas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Every app's tasks say which function carries out which kind of job, its rounds what the clock looks after
        # (forums.jobs), its holdings what is held about a person.
        autodiscover_modules("tasks", "rounds", "holdings")


class PlenaryAdminConfig(admin_apps.AdminConfig):
    """The admin with the office's own site."""

    # This module's app is ForumsConfig; this one is named in the settings.
    default = False
    default_site = "forums.adminsite.PlenaryAdminSite"
