"""What a document writes by itself in Spanish. Pure.

Names from the records have no gender on record, so they stand after a colon or in apposition, without an article.
"""

from collections.abc import Sequence
from datetime import date

from reports.paper.numbering import roman

from .calendar import Calendar

CHAPTERS = {
    "about": "Acerca del foro",
    "outcomes": "Resultados",
    "summaries": "Resúmenes de las intervenciones",
    "next-step": "Próximo paso",
    "figures": "El foro en cifras",
    "instruments": "Instrumentos",
    "commitments": "Compromisos",
    "agenda": "Programa",
    "speakers": "Oradores",
    "organizations": "Organizaciones",
    "balance": "Distribución de los oradores",
    "takeaways": "Conclusiones principales",
    "workstream": "El trabajo y su calendario",
}
KINDS = {
    "outcome-document": "Documento final",
    "white-paper": "Libro blanco",
    "programme": "Programa",
    "report": "Informe",
    "report-framework": "Marco del informe",
}
CONTENTS = "Índice"
INDEX = "Índice de oradores"
INDEX_NOTE = "Los números de página remiten a los resúmenes de lo que dijo cada persona."
DRAFT = "Proyecto"
STAGES = {
    "draft": "Proyecto",
    "review": "Proyecto para examen",
    "final": "Texto definitivo",
    "revision": "Texto revisado",
    "corrigendum": "Corrección",
    "addendum": "Adición",
}
CORRECTIONS = "Correcciones"
CORRECTED = "Donde dice «{before}» debe decir «{after}»."
INSERTED = "Añádase «{after}»."
DELETED = "Suprímase «{before}»."
ADDENDUM = "Adición"
VERIFY = (
    "Este documento se compuso a partir de los registros del foro y puede reconstruirse a partir de ellos byte a byte."
)
THEMATIC_SESSIONS = "Sesiones temáticas"
CONCLUSION = "Conclusión"
RESTS_ON = "Se basa en:"
INSTRUMENTS_NOT_CITED = "Otros instrumentos mencionados"
EARLIER_CALLS = "Seguimiento de los llamamientos anteriores"
NEW_CALLS = "Llamamientos a la acción de esta edición"
EVIDENCE = "Véase"
SAID_AS = {"contribution": "", "question": "Pregunta", "answer": "Respuesta"}
ONLINE = "En línea"

SPACE = " "
ENUMERATION = ", "
SEPARATOR = "; "
COLON = ": "
RUN_IN = ". "
AFTER_TITLE = ". "

# One, many, and the word for one.
_COUNTED = {
    "participants": ("participante", "participantes", "un"),
    "speakers": ("orador", "oradores", "un"),
    "organizations": ("organización", "organizaciones", "una"),
    "countries": ("país", "países", "un"),
    "partners": ("organización asociada", "organizaciones asociadas", "una"),
    "journalists": ("periodista", "periodistas", "un"),
    "media-outlets": ("medio de comunicación", "medios de comunicación", "un"),
    "news-reports": ("noticia", "noticias", "una"),
    "livestream-views": ("visualización", "visualizaciones", "una"),
    "reposts": ("republicación", "republicaciones", "una"),
    "plenaries": ("sesión plenaria", "sesiones plenarias", "una"),
    "thematic-sessions": ("sesión temática", "sesiones temáticas", "una"),
    "sub-forums": ("subforo", "subforos", "un"),
    "youth-forums": ("foro juvenil", "foros juveniles", "un"),
}
FIGURE_LABELS = {
    "participants": "Participantes",
    "speakers": "Oradores",
    "organizations": "Organizaciones representadas",
    "countries": "Países",
    "partners": "Organizaciones asociadas",
    "journalists": "Periodistas",
    "media-outlets": "Medios de comunicación",
    "news-reports": "Noticias",
    "livestream-views": "Visualizaciones de las transmisiones",
    "reposts": "Republicaciones",
    "plenaries": "Sesiones plenarias",
    "thematic-sessions": "Sesiones temáticas",
    "sub-forums": "Subforos",
    "youth-forums": "Foros juveniles",
}
_QUALIFIERS = {"exactly": "", "over": "más de ", "more-than": "más de ", "nearly": "casi ", "about": "unos "}
_FEMININE = {"about": "unas "}
_CARDINALS = ("cero", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez")
_ORDINALS = (
    "Primero", "Segundo", "Tercero", "Cuarto", "Quinto", "Sexto", "Séptimo", "Octavo", "Noveno", "Décimo",
)  # fmt: skip
_CALENDAR = Calendar(
    ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
     "diciembre"),
    month=" de ",
    year=" de ",
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
    """a, b y c; “y” becomes “e” before its own sound."""
    if len(words) == 1:
        return words[0]
    last = words[-1].casefold()
    sounds = last.startswith(("i", "í", "hi", "hí")) and not last.startswith(("hia", "hie", "ia", "ie", "io"))
    return ", ".join(words[:-1]) + (" e " if sounds else " y ") + words[-1]


def listing(words: Sequence[str]) -> str:
    return "; ".join(words)


def number(value: int) -> str:
    """10 millones; 2,5 millones; 160 000; 1500: thousands are set apart from five digits on."""
    if value >= 1_000_000 and value % 100_000 == 0:
        millions = f"{value / 1_000_000:.1f}".removesuffix(".0").replace(".", ",")
        return f"{millions}\u00a0{'millón' if value == 1_000_000 else 'millones'}"
    return str(value) if value < 10_000 else f"{value:,}".replace(",", "\u00a0")


def amount(qualifier: str, value: int | None) -> str:
    return "varios" if value is None else _QUALIFIERS[qualifier] + number(value)


def counted(kind: str, qualifier: str, value: int | None, *, scope: str = "", in_words: bool = False) -> str:
    """más de 60 periodistas; tres sesiones plenarias (``in_words``); 3 millones de visualizaciones."""
    one, many, article = _COUNTED[kind]
    noun = (one if value == 1 else many) + (f" {scope}" if scope else "")
    if value is None:
        return f"{'varias' if article == 'una' else 'varios'} {noun}"
    before = _FEMININE.get(qualifier, "") if article == "una" else ""
    before = before or _QUALIFIERS[qualifier]
    if in_words and value < len(_CARDINALS):
        return f"{before}{article if value == 1 else _CARDINALS[value]} {noun}"
    told = number(value)
    return f"{before}{told} {'de ' if told.endswith(('millón', 'millones')) else ''}{noun}"


def the(name: str, *, takes_article: bool) -> str:
    """Which article a name takes is not on record."""
    return name


def around_name(titles: Sequence[str]) -> tuple[str, str]:
    return "", f", {listing(titles)}" if titles else ""


def hosted(hosts: Sequence[str], organizers: Sequence[str]) -> str:
    parts = [f"Sede: {series(hosts)}"] if hosts else []
    parts += [f"{'organización' if parts else 'Organización'}: {series(organizers)}"] if organizers else []
    return f"{listing(parts)}." if parts else ""


def held(*, forum: str, edition_number: int, year: int, dates: str, format_: str, place: str, theme: str) -> str:
    """La 3.ª edición del foro «…» se celebró en línea (9–10 de diciembre de 2022)."""
    how = {"online": " en línea", "hybrid": " de forma presencial y en línea", "onsite": ""}[format_]
    facts = ", ".join([*([place] if place and format_ != "online" else []), dates or str(year)])
    nth = "primera" if edition_number == 1 else f"{edition_number}.ª"
    themed_ = f" con el lema «{theme}»" if theme else ""
    return f"La {nth} edición del foro «{forum}» se celebró{how} ({facts}){themed_}."


def structured(parts: Sequence[str]) -> str:
    return f"El programa constó de {series(parts)}." if parts else ""


def gathered(people: tuple[str, str], organizations: tuple[str, str], countries: tuple[str, str]) -> str:
    came = f"Reunió a {_detailed(people)}." if people[0] else ""
    origins = [_detailed(origin) for origin in (organizations, countries) if origin[0]]
    told = f"Estuvieron representados: {series(origins)}." if origins else ""
    return " ".join(part for part in (came, told) if part)


def _detailed(told: tuple[str, str]) -> str:
    words, detail = told
    return f"{words} ({detail})" if detail else words


def attended(participants: str) -> str:
    return f"En total asistieron {participants}." if participants else ""


def covered(journalists: str, outlets: str, reports: str) -> str:
    told = [part for part in (journalists, outlets, reports) if part]
    return f"Cobertura informativa: {series(told)}." if told else ""


def watched(views: str, reposts: str) -> str:
    told = [part for part in (views, reposts) if part]
    return f"Audiencia: {series(told)}." if told else ""


def partnered(international: Sequence[str], supporting: Sequence[str], partners: Sequence[str], count: str) -> str:
    parts = [
        f"{role}: {series(names)}"
        for role, names in (("apoyo internacional", international), ("apoyo", supporting))
        if names
    ]
    if count:
        parts.append(count + (f", entre ellas: {series(partners)}" if partners else ""))
    elif partners:
        parts.append(f"colaboración: {series(partners)}")
    told = listing(parts)
    return f"{told[0].upper()}{told[1:]}." if told else ""


def featured(guests: Sequence[str]) -> str:
    return f"Entre los invitados destacados figuraron: {listing(guests)}." if guests else ""


def delivered(title: str, recipients: Sequence[str], occasions: Sequence[str]) -> str:
    steps = [f"entrega a: {series(recipients)}"] if recipients else []
    steps += [f"publicación con ocasión de: {series(occasions)}"] if occasions else []
    return f"Documento resultante: «{title}» ({listing(steps)})." if steps else ""


def occasion(words: str, year: int | None) -> str:
    return f"{words} ({year})" if year and str(year) not in words else words


def untitled(kind: str, forum: str, year: int) -> str:
    return f"{KINDS[kind]}, {forum} {year}"


def running_head(kind: str, edition: str) -> str:
    return f"{kind} – {edition}"


def themed(title: str, theme: str) -> str:
    return f"{title} tuvo por tema «{theme}»."


def session_reference(kind: str, number_: int | None, title: str) -> str:
    return f"Sesión temática {number_}" if kind == "thematic-session" and number_ else title


def session_heading(kind: str, number_: int | None, title: str) -> str:
    return f"Sesión temática {number_}: {title}" if kind == "thematic-session" and number_ else title


def delegate(organization: str) -> str:
    return f"Representante ({organization})"


def point(number_: int) -> str:
    return f"{_ORDINALS[number_ - 1]}." if number_ <= len(_ORDINALS) else f"{number_}."


def agreed(convergence: str) -> str:
    return {
        "rough-consensus": "(consenso general)",
        "views-differ": "(opiniones divididas)",
        "single-view": "(opinión individual)",
    }.get(convergence, "")


def dissent(number_: int | None) -> str:
    return f"Opinión disidente sobre el punto {number_}):" if number_ else "Opinión disidente:"


def cited(title: str, year: int | None) -> str:
    return f"{title}, {year}" if year else title


def entitled(title: str) -> str:
    return title


_INSTRUMENTS = {
    "recommendation": "recomendación",
    "declaration": "declaración",
    "initiative": "iniciativa",
    "regulation": "reglamento",
    "act": "ley",
    "code": "código de conducta o de ética",
    "policy": "política",
    "strategy": "estrategia",
    "position-paper": "documento de posición",
    "report": "informe",
    "standard": "norma",
    "agenda": "agenda",
    "compact": "pacto",
}


def instrument(*, issuer: str, kind: str, adopted: str, status: str, signatories: str) -> str:
    when = {
        "": "pendiente de aprobación",
        "adopted": f"aprobación: {adopted}" if adopted else "texto aprobado",
        "in-force": f"aprobación: {adopted}, en vigor" if adopted else "en vigor",
        "announced": f"anuncio: {adopted}" if adopted else "texto anunciado",
        "proposed": f"propuesta: {adopted}" if adopted else "texto propuesto",
        "in-preparation": "en preparación",
    }[status]
    signed = f"signatarios: {signatories}" if signatories else ""
    return f"{'; '.join(part for part in (issuer, _INSTRUMENTS[kind], when, signed) if part)}."


_CALL_STANDS = {
    "open": "sin respuesta",
    "answered": "con respuesta",
    "under-way": "en curso",
    "done": "cumplido",
    "dropped": "abandonado",
}


def calls_told(counts: Sequence[tuple[str, int]], day_: str) -> str:
    total = sum(count for _, count in counts)
    stand = "; ".join(f"{_CALL_STANDS[status]}: {count}" for status, count in counts)
    return f"Llamamientos de ediciones anteriores al {day_}: {total} ({stand})."


def first_made(year: int) -> str:
    return f"(Formulado por primera vez en {year}.)"


def unanswered(day_: str) -> str:
    return f"No consta respuesta al {day_}."


def call_state(status: str, on: str, *, told: bool) -> str:
    return f"{_CALL_STANDS[status].capitalize()}, al {on}{':' if told else '.'}"


def figures_caption(years: Sequence[int]) -> str:
    return f"El foro en cifras, {_span(years)}"


def figures_lead() -> str:
    return "Las cifras se reproducen tal como las dan sus fuentes; una raya significa que ninguna fuente la da."


def figure_of(kind: str, year: int) -> str:
    return f"{FIGURE_LABELS[kind]} {year}"


def source_note(source: str, labels: Sequence[str]) -> str:
    return f"Fuente: {source}" + (f" ({series(labels)})." if labels else ".")


def chart_caption(years: Sequence[int]) -> str:
    return f"Alcance del foro, {_span(years)}"


def _span(years: Sequence[int]) -> str:
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])


def chart_alt(rows: Sequence[tuple[str, Sequence[tuple[int, str]]]]) -> str:
    sentences = [
        f"{name}: " + series([f"{shown or 'se desconoce'} en {year}" for year, shown in values])
        for name, values in rows
    ]
    return f"Gráfico de barras. {'. '.join(sentences)}."


# The programme, who spoke, who took part; the report of a session or of a workstream.

UNSCHEDULED = "Horario por fijar"
NOT_HELD = "No se celebraron"
LED_BY = "Dirección de los trabajos"
TIMETABLE = "Calendario"
SPEAKERS_BY_ROLE = {
    "chair": "Presidencia",
    "presiding": "Dirección de las sesiones",
    "opening-remarks": "Palabras de apertura",
    "keynote": "Discursos principales",
    "speech": "Discursos",
    "presentation": "Presentaciones",
    "panelist": "Panelistas",
    "discussant": "Comentaristas",
    "onsite-moderator": "Moderación presencial",
    "online-moderator": "Moderación en línea",
    "rapporteur": "Relatores",
    "concluding-remarks": "Palabras de clausura",
}
ORGANIZATIONS_BY_ROLE = {
    "host": "Anfitriones",
    "organizer": "Organizadores",
    "co-organizer": "Coorganizadores",
    "international-supporting": "Entidades internacionales de apoyo",
    "supporting": "Entidades de apoyo",
    "partner": "Entidades asociadas",
    "media": "Medios asociados",
    "sponsor": "Patrocinadores",
}
BALANCE_BY = {
    "region": "Oradores por región",
    "organization kind": "Oradores por tipo de organización",
    "gender": "Oradores por género",
    "mode": "Intervenciones por modalidad",
}
REGIONS = {
    "Africa": "África",
    "Americas": "América",
    "Asia": "Asia",
    "Europe": "Europa",
    "Oceania": "Oceanía",
}
ORGANIZATION_KINDS = {
    "government": "Gobierno",
    "intergovernmental": "Organizaciones intergubernamentales",
    "university": "Universidades",
    "research": "Instituciones de investigación",
    "company": "Empresas",
    "association": "Asociaciones",
    "civil-society": "Sociedad civil",
    "media": "Medios de comunicación",
    "other": "Otras organizaciones",
}
GENDERS = {
    "female": "Mujeres",
    "male": "Hombres",
}
BALANCE_SPEAKERS = "Oradores"
BALANCE_PARTS = "Intervenciones"
BALANCE_SHARE = "Proporción"
NOT_STATED = "No consta"
OTHERS_OR_NOT_STATED = "Otro o no consta"
FRAMEWORK = (
    ("Antecedentes", "Indíquese por qué se emprendió el trabajo, en qué se apoya y cuál es su mandato."),
    ("Alcance y preguntas", "Enumérense las preguntas que el informe responde y las que deja a otros."),
    ("Método", "Indíquese a quién se consultó, cómo se reunieron las pruebas y cómo se trataron los desacuerdos."),
    ("Conclusiones", "Una conclusión por párrafo, con las pruebas en que se basa."),
    ("Recomendaciones", "Para cada una: qué se recomienda, a quién y para cuándo."),
    (
        "Próximos pasos",
        "Indíquese cómo se formulan las observaciones, quién las atiende y cuándo se publicará el informe.",
    ),
)

_WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


def weekday(when: date) -> str:
    """Viernes, 9 de diciembre de 2022."""
    return f"{_WEEKDAYS[when.weekday()].capitalize()}, {day(when)}"


def programme_lead(day_: str, *, held: bool) -> str:
    if held:
        return "Programa tal como se celebró; las diferencias con lo previsto se indican en cada sesión."
    return f"Programa al {day_}."


def planned(time: str) -> str:
    return f"Horario previsto: {time}."


def in_room(room: str) -> str:
    return f", {room}"


def in_place_of(name: str) -> str:
    return f"en sustitución de {name}"


def remarks(told: Sequence[str]) -> str:
    return f" ({'; '.join(told)})" if told else ""


def balance_lead(count: int) -> str:
    return (
        f"Oradores nombrados en el programa: {number(count)}. Lo que menos de cinco personas declararon de sí mismas "
        "no se indica por separado."
    )


def share(part: float) -> str:
    return f"{part * 100:.0f}\u00a0%"


def led(name: str, role: str) -> str:
    return f"{name}, {role}" if role else name


def milestone(title: str, on: str, place: str) -> str:
    where = ", ".join(part for part in (on, place) if part)
    return f"{where}: {title}" if where else title
