"""Which texts of this app are written in several languages."""

from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.Forum)
class ForumTexts(TranslationOptions):
    fields = ("name", "short_name", "purpose")


@register(models.Organization)
class OrganizationTexts(TranslationOptions):
    fields = ("name",)


@register(models.Edition)
class EditionTexts(TranslationOptions):
    fields = ("title", "theme", "when", "city", "venue", "next_step")


@register(models.Figure)
class FigureTexts(TranslationOptions):
    fields = ("scope", "detail")


@register([models.Room, models.Track])
class NameTexts(TranslationOptions):
    fields = ("name",)


@register(models.Session)
class SessionTexts(TranslationOptions):
    fields = ("title", "theme", "description", "policy_questions", "sdg_targets", "online_plan")


@register(models.SpeakerCard)
class SpeakerCardTexts(TranslationOptions):
    fields = ("titles", "bio")


@register(models.Credit)
class CreditTexts(TranslationOptions):
    fields = ("talk", "abstract")
