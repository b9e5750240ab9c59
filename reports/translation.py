"""Which texts of this app are written in several languages."""

from modeltranslation.translator import TranslationOptions, register

from . import models


@register([models.Takeaway, models.CallToAction])
class TextTexts(TranslationOptions):
    fields = ("text",)


@register(models.Document)
class DocumentTexts(TranslationOptions):
    fields = ("title",)


@register(models.Instrument)
class InstrumentTexts(TranslationOptions):
    fields = ("title", "signatories")


@register(models.Intervention)
class InterventionTexts(TranslationOptions):
    fields = ("heading", "text")


@register(models.Outcome)
class OutcomeTexts(TranslationOptions):
    fields = ("heading",)


@register(models.OutcomePoint)
class OutcomePointTexts(TranslationOptions):
    fields = ("text", "dissent")


@register(models.Delivery)
class DeliveryTexts(TranslationOptions):
    fields = ("occasion",)


@register(models.Look)
class LookTexts(TranslationOptions):
    fields = ("logo_alt",)


@register(models.PressKit)
class PressKitTexts(TranslationOptions):
    fields = ("headline", "text")


@register(models.PressPhoto)
class PressPhotoTexts(TranslationOptions):
    fields = ("caption",)


@register(models.Workstream)
class WorkstreamTexts(TranslationOptions):
    fields = ("title", "purpose")


@register(models.Milestone)
class MilestoneTexts(TranslationOptions):
    fields = ("title", "description")


@register(models.QuotedFigure)
class QuotedFigureTexts(TranslationOptions):
    fields = ("subject",)
