"""What a document writes by itself in French. Pure.

Names from the records have no gender on record, so they stand after a colon or in apposition, without an article.
"""

from collections.abc import Sequence
from datetime import date

from reports.paper.numbering import roman

from .calendar import Calendar

CHAPTERS = {
    "about": "À propos du forum",
    "outcomes": "Résultats",
    "summaries": "Résumés des interventions",
    "next-step": "Prochaine étape",
    "figures": "Le forum en chiffres",
    "instruments": "Instruments",
    "commitments": "Engagements",
    "agenda": "Programme",
    "speakers": "Intervenants",
    "organizations": "Organisations",
    "balance": "Répartition des intervenants",
    "takeaways": "Points à retenir",
    "workstream": "Les travaux et leur calendrier",
}
KINDS = {
    "outcome-document": "Document final",
    "white-paper": "Livre blanc",
    "programme": "Programme",
    "report": "Rapport",
    "report-framework": "Cadre du rapport",
}
CONTENTS = "Table des matières"
INDEX = "Index des intervenants"
INDEX_NOTE = "Les numéros de page renvoient aux résumés des interventions de chacun."
DRAFT = "Projet"
STAGES = {
    "draft": "Projet",
    "review": "Projet soumis à examen",
    "final": "Texte définitif",
    "revision": "Texte révisé",
    "corrigendum": "Rectificatif",
    "addendum": "Additif",
}
CORRECTIONS = "Rectifications"
CORRECTED = "Au lieu de «\u00a0{before}\u00a0», lire «\u00a0{after}\u00a0»."
INSERTED = "Ajouter «\u00a0{after}\u00a0»."
DELETED = "Supprimer «\u00a0{before}\u00a0»."
ADDENDUM = "Additif"
VERIFY = "Ce document a été établi à partir des archives du forum et peut en être recomposé à l’octet près."
THEMATIC_SESSIONS = "Séances thématiques"
CONCLUSION = "Conclusion"
RESTS_ON = "Sources\u00a0:"
INSTRUMENTS_NOT_CITED = "Autres instruments évoqués"
EARLIER_CALLS = "Suites données aux appels antérieurs"
NEW_CALLS = "Appels à l’action de cette édition"
EVIDENCE = "Voir"
SAID_AS = {"contribution": "", "question": "Question", "answer": "Réponse"}
ONLINE = "En ligne"

SPACE = " "
ENUMERATION = ", "
SEPARATOR = "\u00a0; "
COLON = "\u00a0: "
RUN_IN = ". "
AFTER_TITLE = ". "

# One, many, and the word for one.
_COUNTED = {
    "participants": ("participant", "participants", "un"),
    "speakers": ("intervenant", "intervenants", "un"),
    "organizations": ("organisation", "organisations", "une"),
    "countries": ("pays", "pays", "un"),
    "partners": ("organisation partenaire", "organisations partenaires", "une"),
    "journalists": ("journaliste", "journalistes", "un"),
    "media-outlets": ("média", "médias", "un"),
    "news-reports": ("article de presse", "articles de presse", "un"),
    "livestream-views": ("vue", "vues", "une"),
    "reposts": ("repartage", "repartages", "un"),
    "plenaries": ("séance plénière", "séances plénières", "une"),
    "thematic-sessions": ("séance thématique", "séances thématiques", "une"),
    "sub-forums": ("sous-forum", "sous-forums", "un"),
    "youth-forums": ("forum des jeunes", "forums des jeunes", "un"),
}
FIGURE_LABELS = {
    "participants": "Participants",
    "speakers": "Intervenants",
    "organizations": "Organisations représentées",
    "countries": "Pays",
    "partners": "Organisations partenaires",
    "journalists": "Journalistes",
    "media-outlets": "Médias",
    "news-reports": "Articles de presse",
    "livestream-views": "Vues des diffusions",
    "reposts": "Repartages",
    "plenaries": "Séances plénières",
    "thematic-sessions": "Séances thématiques",
    "sub-forums": "Sous-forums",
    "youth-forums": "Forums des jeunes",
}
_QUALIFIERS = {
    "exactly": "",
    "over": "plus de ",
    "more-than": "plus de ",
    "nearly": "près de ",
    "about": "environ ",
}
_CARDINALS = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_ORDINALS = (
    "Premièrement", "Deuxièmement", "Troisièmement", "Quatrièmement", "Cinquièmement", "Sixièmement", "Septièmement",
    "Huitièmement", "Neuvièmement", "Dixièmement",
)  # fmt: skip
_CALENDAR = Calendar(
    ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
     "décembre"),
    first="1er",
)  # fmt: skip
day = _CALENDAR.day
days = _CALENDAR.days


def chapter_number(place: int) -> str:
    return f"{roman(place)}."


def section_number(place: int) -> str:
    return f"{place}."


def session_number(place: int) -> str:
    return f"{roman(place)}."


def part_number(place: int) -> str:
    return f"{place})"


def item_number(place: int) -> str:
    return f"{place})"


def series(words: Sequence[str]) -> str:
    """a, b et c."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " et " + words[-1]


def listing(words: Sequence[str]) -> str:
    return SEPARATOR.join(words)


def number(value: int) -> str:
    """10 millions; 2,5 millions; 160 000."""
    if value >= 1_000_000 and value % 100_000 == 0:
        millions = f"{value / 1_000_000:.1f}".removesuffix(".0").replace(".", ",")
        return f"{millions}\u00a0million" + ("s" if value >= 2_000_000 else "")
    return f"{value:,}".replace(",", "\u00a0")


def amount(qualifier: str, value: int | None) -> str:
    return "plusieurs" if value is None else _QUALIFIERS[qualifier] + number(value)


def counted(kind: str, qualifier: str, value: int | None, *, scope: str = "", in_words: bool = False) -> str:
    """plus de 60 journalistes; trois séances plénières (``in_words``); 3 millions de vues."""
    one, many, article = _COUNTED[kind]
    # Zero takes the singular in French.
    noun = (one if value in (0, 1) else many) + (f" {scope}" if scope else "")
    if in_words and value is not None and value < len(_CARDINALS):
        return f"{_QUALIFIERS[qualifier]}{article if value == 1 else _CARDINALS[value]} {noun}"
    told = amount(qualifier, value)
    return f"{told} {'de ' if told.rstrip('s').endswith('million') else ''}{noun}"


def the(name: str, *, takes_article: bool) -> str:
    """Which article a name takes is not on record."""
    return name


def around_name(titles: Sequence[str]) -> tuple[str, str]:
    return "", f", {listing(titles)}" if titles else ""


def hosted(hosts: Sequence[str], organizers: Sequence[str]) -> str:
    parts = [f"Accueil\u00a0: {series(hosts)}"] if hosts else []
    parts += [f"{'organisation' if parts else 'Organisation'}\u00a0: {series(organizers)}"] if organizers else []
    return f"{listing(parts)}." if parts else ""


def held(*, forum: str, edition_number: int, year: int, dates: str, format_: str, place: str, theme: str) -> str:
    """La 3e édition du forum «…» s’est tenue en ligne (9–10 décembre 2022)."""
    how = {"online": " en ligne", "hybrid": " sur place et en ligne", "onsite": ""}[format_]
    facts = ", ".join([*([place] if place and format_ != "online" else []), dates or str(year)])
    nth = "première" if edition_number == 1 else f"{edition_number}e"
    themed_ = f" sur le thème «\u00a0{theme}\u00a0»" if theme else ""
    return f"La {nth} édition du forum «\u00a0{forum}\u00a0» s’est tenue{how} ({facts}){themed_}."


def structured(parts: Sequence[str]) -> str:
    return f"Son programme comprenait {series(parts)}." if parts else ""


def gathered(people: tuple[str, str], organizations: tuple[str, str], countries: tuple[str, str]) -> str:
    came = f"Elle a réuni {_detailed(people)}." if people[0] else ""
    origins = [_detailed(origin) for origin in (organizations, countries) if origin[0]]
    told = f"Étaient représentés\u00a0: {series(origins)}." if origins else ""
    return " ".join(part for part in (came, told) if part)


def _detailed(told: tuple[str, str]) -> str:
    words, detail = told
    return f"{words} ({detail})" if detail else words


def attended(participants: str) -> str:
    return f"Au total, {participants} y ont assisté." if participants else ""


def covered(journalists: str, outlets: str, reports: str) -> str:
    told = [part for part in (journalists, outlets, reports) if part]
    return f"Couverture médiatique\u00a0: {series(told)}." if told else ""


def watched(views: str, reposts: str) -> str:
    told = [part for part in (views, reposts) if part]
    return f"Audience\u00a0: {series(told)}." if told else ""


def partnered(international: Sequence[str], supporting: Sequence[str], partners: Sequence[str], count: str) -> str:
    parts = [
        f"{role}\u00a0: {series(names)}"
        for role, names in (("soutien international", international), ("soutien", supporting))
        if names
    ]
    if count:
        parts.append(count + (f", dont {series(partners)}" if partners else ""))
    elif partners:
        parts.append(f"partenariat\u00a0: {series(partners)}")
    told = listing(parts)
    return f"{told[0].upper()}{told[1:]}." if told else ""


def featured(guests: Sequence[str]) -> str:
    return f"Parmi les invités de marque\u00a0: {listing(guests)}." if guests else ""


def delivered(title: str, recipients: Sequence[str], occasions: Sequence[str]) -> str:
    steps = [f"remise à\u00a0: {series(recipients)}"] if recipients else []
    steps += [f"publication à l’occasion de\u00a0: {series(occasions)}"] if occasions else []
    return f"Document issu du forum\u00a0: «\u00a0{title}\u00a0» ({listing(steps)})." if steps else ""


def occasion(words: str, year: int | None) -> str:
    return f"{words} ({year})" if year and str(year) not in words else words


def untitled(kind: str, forum: str, year: int) -> str:
    return f"{KINDS[kind]}, {forum} {year}"


def running_head(kind: str, edition: str) -> str:
    return f"{kind} – {edition}"


def themed(title: str, theme: str) -> str:
    return f"{title} avait pour thème «\u00a0{theme}\u00a0»."


def session_reference(kind: str, number_: int | None, title: str) -> str:
    return f"Séance thématique {number_}" if kind == "thematic-session" and number_ else title


def session_heading(kind: str, number_: int | None, title: str) -> str:
    return f"Séance thématique {number_}\u00a0: {title}" if kind == "thematic-session" and number_ else title


def delegate(organization: str) -> str:
    return f"Représentant ({organization})"


def point(number_: int) -> str:
    return f"{_ORDINALS[number_ - 1]}." if number_ <= len(_ORDINALS) else f"{number_}."


def agreed(convergence: str) -> str:
    return {
        "rough-consensus": "(consensus approximatif)",
        "views-differ": "(avis partagés)",
        "single-view": "(avis isolé)",
    }.get(convergence, "")


def dissent(number_: int | None) -> str:
    return f"Opinion dissidente sur le point {number_})\u00a0:" if number_ else "Opinion dissidente\u00a0:"


def cited(title: str, year: int | None) -> str:
    return f"{title}, {year}" if year else title


def entitled(title: str) -> str:
    return title


_INSTRUMENTS = {
    "recommendation": "recommandation",
    "declaration": "déclaration",
    "initiative": "initiative",
    "regulation": "règlement",
    "act": "loi",
    "code": "code de conduite ou d’éthique",
    "policy": "politique",
    "strategy": "stratégie",
    "position-paper": "document de position",
    "report": "rapport",
    "standard": "norme",
    "agenda": "programme d’action",
    "compact": "pacte",
}


def instrument(*, issuer: str, kind: str, adopted: str, status: str, signatories: str) -> str:
    when = {
        "": "adoption en attente",
        "adopted": f"adoption le {adopted}" if adopted else "texte adopté",
        "in-force": f"adoption le {adopted}, en vigueur" if adopted else "en vigueur",
        "announced": f"annonce le {adopted}" if adopted else "texte annoncé",
        "proposed": f"proposition du {adopted}" if adopted else "texte proposé",
        "in-preparation": "en préparation",
    }[status]
    signed = f"signataires\u00a0: {signatories}" if signatories else ""
    return f"{listing([part for part in (issuer, _INSTRUMENTS[kind], when, signed) if part])}."


_CALL_STANDS = {
    "open": "sans réponse",
    "answered": "réponse reçue",
    "under-way": "en cours",
    "done": "réalisé",
    "dropped": "abandonné",
}


def calls_told(counts: Sequence[tuple[str, int]], day_: str) -> str:
    total = sum(count for _, count in counts)
    stand = listing([f"{_CALL_STANDS[status]}\u00a0: {count}" for status, count in counts])
    return f"Appels des éditions antérieures au {day_}\u00a0: {total} ({stand})."


def first_made(year: int) -> str:
    return f"(Première formulation\u00a0: {year}.)"


def unanswered(day_: str) -> str:
    return f"Aucune réponse enregistrée au {day_}."


def call_state(status: str, on: str, *, told: bool) -> str:
    return f"{_CALL_STANDS[status].capitalize()}, au {on}{COLON.rstrip() if told else '.'}"


def figures_caption(years: Sequence[int]) -> str:
    return f"Le forum en chiffres, {_span(years)}"


def figures_lead() -> str:
    return "Les nombres sont ceux des sources\u00a0; un tiret signifie qu’aucune source n’en donne."


def figure_of(kind: str, year: int) -> str:
    return f"{FIGURE_LABELS[kind]} {year}"


def source_note(source: str, labels: Sequence[str]) -> str:
    return f"Source\u00a0: {source}" + (f" ({series(labels)})." if labels else ".")


def chart_caption(years: Sequence[int]) -> str:
    return f"Rayonnement du forum, {_span(years)}"


def _span(years: Sequence[int]) -> str:
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])


def chart_alt(rows: Sequence[tuple[str, Sequence[tuple[int, str]]]]) -> str:
    sentences = [
        f"{name}{COLON}" + series([f"{shown or 'inconnu'} en {year}" for year, shown in values])
        for name, values in rows
    ]
    return f"Diagramme en barres. {'. '.join(sentences)}."


# The programme, who spoke, who took part; the report of a session or of a workstream.

UNSCHEDULED = "Horaire à fixer"
NOT_HELD = "Séances non tenues"
LED_BY = "Direction des travaux"
TIMETABLE = "Calendrier"
SPEAKERS_BY_ROLE = {
    "chair": "Présidence",
    "presiding": "Conduite des séances",
    "opening-remarks": "Allocutions d’ouverture",
    "keynote": "Discours liminaires",
    "speech": "Discours",
    "presentation": "Exposés",
    "panelist": "Participants aux débats",
    "discussant": "Commentateurs",
    "onsite-moderator": "Modération sur place",
    "online-moderator": "Modération en ligne",
    "rapporteur": "Rapporteurs",
    "concluding-remarks": "Observations finales",
}
ORGANIZATIONS_BY_ROLE = {
    "host": "Hôtes",
    "organizer": "Organisateurs",
    "co-organizer": "Coorganisateurs",
    "international-supporting": "Partenaires internationaux de soutien",
    "supporting": "Partenaires de soutien",
    "partner": "Partenaires",
    "media": "Partenaires médias",
    "sponsor": "Parrains",
}
BALANCE_BY = {
    "region": "Intervenants par région",
    "organization kind": "Intervenants par type d’organisation",
    "gender": "Intervenants par genre",
    "mode": "Interventions par mode de participation",
}
REGIONS = {
    "Africa": "Afrique",
    "Americas": "Amériques",
    "Asia": "Asie",
    "Europe": "Europe",
    "Oceania": "Océanie",
}
ORGANIZATION_KINDS = {
    "government": "Pouvoirs publics",
    "intergovernmental": "Organisations intergouvernementales",
    "university": "Universités",
    "research": "Organismes de recherche",
    "company": "Entreprises",
    "association": "Associations professionnelles",
    "civil-society": "Société civile",
    "media": "Médias",
    "other": "Autres organisations",
}
GENDERS = {
    "female": "Femmes",
    "male": "Hommes",
}
BALANCE_SPEAKERS = "Intervenants"
BALANCE_PARTS = "Interventions"
BALANCE_SHARE = "Part"
NOT_STATED = "Non précisé"
OTHERS_OR_NOT_STATED = "Autre ou non précisé"
FRAMEWORK = (
    ("Contexte", "Dire pourquoi les travaux ont été entrepris, sur quoi ils s’appuient et quel en est le mandat."),
    ("Portée et questions", "Énumérer les questions auxquelles le rapport répond et celles qu’il laisse à d’autres."),
    (
        "Méthode",
        "Dire qui a été consulté, comment les éléments ont été recueillis et comment les désaccords ont été traités.",
    ),
    ("Constatations", "Une constatation par paragraphe, avec les éléments sur lesquels elle repose."),
    ("Recommandations", "Pour chacune\u00a0: ce qui est recommandé, à qui et pour quand."),
    (
        "Prochaines étapes",
        "Dire comment les observations sont transmises, qui les examine et quand le rapport paraîtra.",
    ),
)

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def weekday(when: date) -> str:
    """Vendredi 9 décembre 2022."""
    return f"{_WEEKDAYS[when.weekday()].capitalize()} {day(when)}"


def programme_lead(day_: str, *, held: bool) -> str:
    if held:
        return "Le programme est reproduit tel qu’il s’est déroulé\u00a0; les écarts sont signalés pour chaque séance."
    return f"Programme au {day_}."


def planned(time: str) -> str:
    return f"Horaire prévu\u00a0: {time}."


def in_room(room: str) -> str:
    return f", {room}"


def in_place_of(name: str) -> str:
    return f"en remplacement de {name}"


def remarks(told: Sequence[str]) -> str:
    return f" ({listing(told)})" if told else ""


def balance_lead(count: int) -> str:
    return (
        f"Intervenants nommés au programme\u00a0: {number(count)}. Ce que moins de cinq personnes ont déclaré "
        "d’elles-mêmes n’est pas indiqué séparément."
    )


def share(part: float) -> str:
    return f"{part * 100:.0f}\u00a0%"


def led(name: str, role: str) -> str:
    return f"{name}, {role}" if role else name


def milestone(title: str, on: str, place: str) -> str:
    where = ", ".join(part for part in (on, place) if part)
    return f"{where}{COLON}{title}" if where else title
