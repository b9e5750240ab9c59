"""What the forms of the office say after saving: citations that lead nowhere."""

from django.contrib import messages

from forums.admin.edition import EditionAdmin
from forums.admin.series import ForumAdmin
from forums.admin.session import SessionAdmin
from reports.citations import find_unknown

from .commitment import CallToActionAdmin
from .document import ChapterAdmin, DocumentAdmin
from .outcome import OutcomeAdmin, OutcomePointAdmin
from .report import InterventionAdmin, SessionReportAdmin, TakeawayAdmin

MOST_TOLD = 10
REPORTS = (SessionReportAdmin, InterventionAdmin, TakeawayAdmin, CallToActionAdmin)
OTHERS = (OutcomeAdmin, OutcomePointAdmin, DocumentAdmin, ChapterAdmin, EditionAdmin, ForumAdmin, SessionAdmin)


def tell_unknown(admin, request, typed):
    """Say at saving which citations in what was typed lead nowhere; the text is kept as it is."""
    texts = {}
    for form in typed:
        for name in form.changed_data:
            value = getattr(form, "cleaned_data", {}).get(name)
            if isinstance(value, str):
                label = str(form.fields[name].label or name)
                texts[f"{label} ({form.instance})" if form.instance else label] = value
    for unknown in find_unknown(texts)[:MOST_TOLD]:
        admin.message_user(request, str(unknown), messages.WARNING)


for owner in (*REPORTS, *OTHERS):
    owner.tells = [*owner.tells, tell_unknown]
