"""Which texts of this app are written in several languages."""

from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.Person)
class PersonTexts(TranslationOptions):
    fields = ("honorific", "bio")


@register(models.Appointment)
class AppointmentTexts(TranslationOptions):
    fields = ("title", "short_title")


@register(models.Registration)
class RegistrationTexts(TranslationOptions):
    fields = ("bio", "billed_titles")


@register(models.MailTemplate)
class MailTemplateTexts(TranslationOptions):
    fields = ("subject", "body")


@register(models.Abstract)
class AbstractTexts(TranslationOptions):
    fields = ("text",)


@register(models.OpenCall)
class OpenCallTexts(TranslationOptions):
    fields = ("introduction",)
