"""The attribution regime: in which sessions nobody may be named, and whose names those are.

A rule of the whole holds for its parts. Under the Chatham House rule affiliations are hidden as well as names.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from django.core.exceptions import ValidationError
from django.db.models import Model, Prefetch, Q
from modeltranslation.utils import build_localized_fieldname

from forums.languages import texts
from forums.models import Credit, Organization, Session, SpeakerCard
from reports.paper.content import ListItem, Runs
from reports.paper.markdown import Items, Text, parse
from speakers.billing import name_of
from speakers.models import Appointment, Person, Registration

from .hidden import Find, Hidden, is_unspaced

# Told where nobody may be named; the words of a page say it in its language by the same values.
REFUSED = "“{name}” may not be named here ({rule}); paragraph {paragraph}: “{around}”. Write what was said without it."
# So many names of one text are told at once.
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for a session: the strictest regime of its own and of what it is part of.

    ``whole`` is the key of the uppermost session under a rule; whoever appears anywhere in that whole is not named.
    """

    regime: str
    whole: int

    @property
    def words(self) -> str:
        """The regime as the office reads it."""
        return Session.Attribution(self.regime).label

    @property
    def hides_affiliations(self) -> bool:
        return self.regime == Session.Attribution.CHATHAM_HOUSE

    @property
    def of_names_alone(self) -> "Rule":
        """The same for what may speak of organizations: whom a call is addressed to."""
        return replace(self, regime=Session.Attribution.COLLECTIVE.value)


def rule_of(session: Session) -> Rule | None:
    """The rule of a session, its own or that of what it is part of; None where everybody is named."""
    regimes, whole = [], 0
    above: Session | None = session
    while above is not None:
        if above.attribution != Session.Attribution.NAMED:
            regimes.append(above.attribution)
            whole = above.pk
        above = above.parent
    if not regimes:
        return None
    strict = Session.Attribution.CHATHAM_HOUSE.value
    return Rule(strict if strict in regimes else regimes[0], whole)


def hidden_names(rules: Iterable[Rule]) -> dict[Rule, Hidden]:
    """Whom each rule hides: everybody credited anywhere in its whole. Three queries for any number of rules, or none.

    Whoever was replaced or did not come is among them: their name would tell as much.
    """
    hidden = {rule: Hidden() for rule in rules}
    if not hidden:
        return {}
    wholes = {rule.whole for rule in hidden}
    within = Q(session__in=wholes) | Q(session__parent__in=wholes) | Q(session__parent__parent__in=wholes)
    rows = Credit.objects.filter(within).select_related(
        "card__organization", "reader__organization", "seat_of", "delegate_of", "session__parent", "session__edition"
    )
    cards = {card.pk: card for row in rows for card in (row.card, row.reader) if card is not None}
    held = Prefetch("person__appointments", Appointment.objects.select_related("organization"))
    registered = Registration.objects.filter(card__in=cards).select_related("person").prefetch_related(held)
    persons = {row.card_id: row.person for row in registered}
    for credit in rows:
        session = credit.session
        above = {session.pk, session.parent_id, session.parent.parent_id if session.parent else None}
        for rule, names in hidden.items():
            if rule.whole in above:
                _hide(names, credit, persons, affiliations=rule.hides_affiliations)
    return hidden


def find_in(markdown: str, hidden: Hidden) -> Iterator[tuple[int, Find]]:
    """Every hidden name in a Markdown text as it would print, with the number of its paragraph from 1."""
    for number, block in enumerate(parse(markdown), 1):
        match block:
            case Text(runs):
                printed = [_read(runs)]
            case Items(items):
                printed = list(_read_items(items))
        for text in printed:
            for found in hidden.find(text):
                yield number, found


def localized(record: Model, *names: str) -> dict[str, str]:
    """The record's texts in every language, by field."""
    return {build_localized_fieldname(name, code): text for name in names for code, text in texts(record, name).items()}


def refuse_names(session: Session, fields: Mapping[str, str], *, names_alone: bool = False) -> None:
    """Raise ValidationError by field for texts that name somebody whom the session's rule hides."""
    written = {name: text for name, text in fields.items() if text}
    rule = rule_of(session) if written else None
    if rule is None:
        return
    rule = rule.of_names_alone if names_alone else rule
    hidden = hidden_names([rule])[rule]
    found = {name: list(islice(find_in(text, hidden), _TOLD)) for name, text in written.items()}
    errors = {name: [_refusal(rule, *it) for it in finds] for name, finds in found.items() if finds}
    if errors:
        raise ValidationError(errors)


def _refusal(rule: Rule, paragraph: int, found: Find) -> ValidationError:
    values = {"name": found.name, "rule": rule.words, "paragraph": paragraph, "around": found.around}
    # Told at once: what was typed may hold signs that a message would read as places for values.
    error = ValidationError(REFUSED.format(**values), code="named")
    error.values = values | {"regime": rule.regime}  # type: ignore[attr-defined]
    return error


def _read(runs: Runs) -> str:
    """A paragraph as text; where its links lead is said after it, for an address can name somebody too."""
    links = dict.fromkeys(run.href for run in runs if run.href)
    return " ".join(["".join(run.text for run in runs), *links])


def _read_items(items: Iterable[ListItem]) -> Iterator[str]:
    for item in items:
        yield _read(item.runs)
        yield from _read_items(item.items)


def _hide(names: Hidden, credit: Credit, persons: Mapping[int | None, Person], *, affiliations: bool) -> None:
    """Hide who speaks, who reads for them, and for whom."""
    day = credit.session.edition.starts_on
    names.hide(credit.reader_name)
    for seat in filter(None, (credit.seat_of, credit.delegate_of)):
        for name in texts(seat, "name").values():
            for told in (f"{name}代表",) if is_unspaced(name) else (f"delegate of {name}", f"delegate of the {name}"):
                names.hide(told)
        if affiliations:
            _hide_organization(names, seat)
    for card in filter(None, (credit.card, credit.reader)):
        person = persons.get(card.pk)
        for name in _names(card, person):
            names.hide(name)
        for organization in _affiliations(card, person, day) if affiliations else ():
            _hide_organization(names, organization)


def _names(card: SpeakerCard, person: Person | None) -> Iterator[str]:
    yield from (card.name, card.sort_name, card.native_name)
    if person is None:
        # Nothing is known but the name as a whole; its first and last word may be the family's.
        words = card.sort_name.replace(",", " ").split()
        yield from (*words[:1], *words[-1:], " ".join(reversed(card.sort_name.split(","))))
    else:
        name = name_of(person)
        yield from (f"{name.given} {name.family}", f"{name.family} {name.given}")
        yield from (name.family, name.short, name.native)


def _affiliations(card: SpeakerCard, person: Person | None, day: date | None) -> set[Organization]:
    """The organizations that somebody belongs to, or did when the edition began."""
    held = person.appointments.all() if person else ()
    standing = {row.organization for row in held if row.ended_on is None or day is None or row.ended_on >= day}
    return {organization for organization in standing | {card.organization} if organization is not None}


def _hide_organization(names: Hidden, organization: Organization) -> None:
    for name in texts(organization, "name").values():
        names.hide(name)
    names.hide(organization.acronym, acronym=True)
