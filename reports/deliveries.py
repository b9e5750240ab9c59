"""The delivery log: to whom a document was given, at which occasion, when and by which way."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from forums.exceptions import DomainError
from forums.models import Organization
from reports.models import Delivery, Document, DocumentVersion

Channel = Delivery.Channel


@transaction.atomic
def record_deliveries(
    version: DocumentVersion,
    *,
    channel: str,
    recipients: Sequence[Organization] = (),
    occasion: str = "",
    on: date | None = None,
) -> list[Delivery]:
    """Note that a version was given to each of the recipients, or released at an occasion; the new entries in order.

    Whoever is noted already with the same way, occasion and day is not noted twice. Raises DomainError for a draft,
    for a day that is to come, and where it is not said to whom or where.
    """
    if version.stage in DocumentVersion.UNFINISHED:
        raise DomainError(f"{version} is not final: send it out for review instead.")
    if on and on > timezone.localdate():
        raise DomainError("That day is to come; note a delivery once it has taken place.")
    if channel == Channel.RELEASED and not occasion:
        raise DomainError("Say at which occasion it was released.")
    if channel != Channel.RELEASED and not recipients:
        raise DomainError("Say to whom it was given.")
    document = Document.objects.select_for_update(of=("self",)).get(pk=version.document_id)
    same = document.deliveries.filter(version=version, channel=channel, occasion_en=occasion, on=on)
    known = set(same.values_list("recipient", flat=True))
    whom = [it for it in recipients or (None,) if (it and it.pk) not in known]
    if not whom:
        raise DomainError("All of this is noted already.")
    last = document.deliveries.aggregate(last=Max("position"))["last"] or 0
    rows = [
        Delivery(
            document=document,
            version=version,
            recipient=recipient,
            occasion_en=occasion,
            on=on,
            channel=channel,
            position=last + number,
        )
        for number, recipient in enumerate(whom, 1)
    ]
    for row in rows:
        row.full_clean()
    return Delivery.objects.bulk_create(rows)
