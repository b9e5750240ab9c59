"""The annex of balance: the speakers who are named in the programme, counted.

Region, kind of organization and mode can be counted by every reader of the programme. Gender is what people said of
themselves in confidence: it is printed in words of our own only, and no number under five can be told from the table.
"""

from collections.abc import Sequence

from forums.agenda import words as agenda_words
from forums.models import Credit
from reports.paper.content import Paragraph, Section, Table
from speakers.balance import UNKNOWN, Count, Speaker, tally
from speakers.models import Registration

from .runs import plain
from .sources import Sources
from .wordings.wording import Wording

# Fewer could be recognized.
LEAST = 5
_TOLD = {"female": "female", "woman": "female", "f": "female", "male": "male", "man": "male", "m": "male"}


def balance(sources: Sources, wording: Wording, number: str, title: str) -> Section:
    """A table each by region, kind of organization, gender where it was given, and mode. One query."""
    found = _read_speakers(sources)
    if not found:
        return Section("balance", number, title)
    modes = {mode: agenda_words.mode(mode, sources.language) for mode in Credit.Mode.values}
    labels = {
        "region": wording.REGIONS,
        "organization kind": wording.ORGANIZATION_KINDS,
        "gender": wording.GENDERS,
        "mode": modes,
    }
    tables = []
    for dimension, known in labels.items():
        counts = tally(found, dimension)
        if dimension == "gender":
            counts = guarded(counts)
        # What is the same of all, or known of nobody, is no balance.
        if sum(count.value != UNKNOWN for count in counts) > 1:
            rest = wording.OTHERS_OR_NOT_STATED if dimension == "gender" else wording.NOT_STATED
            tables.append(_table(wording, dimension, counts, {**known, UNKNOWN: rest}))
    lead = Paragraph("balance/lead", plain(wording.balance_lead(len(found))), "lead")
    return Section("balance", number, title, (lead, *tables))


def guarded(counts: Sequence[Count]) -> list[Count]:
    """The counts without one that could give a person away: small ones are put to what is not known.

    If that is few itself, the smallest that is told goes with it: it could be told from the total. Where only one
    value remains that is told apart, nothing is.
    """
    told = [count for count in counts if count.value in {"female", "male"} and count.number >= LEAST]
    total = sum(count.number for count in counts)
    rest = total - sum(count.number for count in told)
    while told and 0 < rest < LEAST:
        rest += told.pop().number
    if len(told) < 2:
        return []
    known = total - rest
    shown = [Count(count.value, count.number, count.number / known) for count in told]
    return shown + ([Count(UNKNOWN, rest, None)] if rest else [])


def _table(wording: Wording, dimension: str, counts: Sequence[Count], labels: dict[str, str]) -> Table:
    counted = wording.BALANCE_PARTS if dimension == "mode" else wording.BALANCE_SPEAKERS
    return Table(
        id=f"balance/{dimension.replace(' ', '-')}",
        caption=wording.BALANCE_BY[dimension],
        header=("", counted, wording.BALANCE_SHARE),
        align=("l", "r", "r"),
        rows=tuple(
            (labels[count.value], str(count.number), "" if count.share is None else wording.share(count.share))
            for count in counts
        ),
    )


def _read_speakers(sources: Sources) -> list[Speaker]:
    """Everyone who is named in the programme; what of it is private is their gender alone."""
    parts = [credit for session in sources.sessions() for credit in sources.appearances[session.pk] if credit.card]
    cards = {credit.card.pk: credit.card for credit in parts if credit.card}
    said = Registration.objects.filter(card__in=cards).values_list("card", "person__gender")
    genders: dict[int | None, str] = {card: _TOLD.get(gender.strip().casefold(), gender) for card, gender in said}
    return [
        Speaker(
            country=str(card.country),
            organization_kind=card.organization.kind if card.organization else "",
            gender=genders.get(pk, ""),
            modes=tuple(credit.mode for credit in parts if credit.card_id == pk),
        )
        for pk, card in cards.items()
    ]
