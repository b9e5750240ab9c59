"""Which texts of this app are written in several languages."""

from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.Person)
class PersonTexts(TranslationOptions):
    fields = ("honorific", "bio")


@register(models.Appointment)
class AppointmentTexts(TranslationOptions):
    fields = ("title",)


@register(models.Registration)
class RegistrationTexts(TranslationOptions):
    fields = ("bio", "billed_titles")
