"""What a document writes by itself in Russian. Pure.

Names from the records stand in the nominative only, after a colon or in quotation marks: their cases are on no record.
"""

from collections.abc import Sequence
from datetime import date

from reports.paper.numbering import roman

from .calendar import Calendar

CHAPTERS = {
    "about": "О форуме",
    "outcomes": "Итоги",
    "summaries": "Краткое изложение выступлений",
    "next-step": "Дальнейшие шаги",
    "figures": "Форум в цифрах",
    "instruments": "Документы",
    "commitments": "Обязательства",
    "agenda": "Программа",
    "speakers": "Выступавшие",
    "organizations": "Организации",
    "balance": "Состав выступавших",
    "takeaways": "Основные выводы",
    "workstream": "Работа и её сроки",
}
KINDS = {
    "outcome-document": "Итоговый документ",
    "white-paper": "Белая книга",
    "programme": "Программа",
    "report": "Доклад",
    "report-framework": "План доклада",
}
CONTENTS = "Содержание"
INDEX = "Указатель выступавших"
INDEX_NOTE = "Имена расположены в порядке латинского алфавита; номера страниц указывают на изложение выступлений."
DRAFT = "Проект"
STAGES = {
    "draft": "Проект",
    "review": "Проект для замечаний",
    "final": "Окончательный текст",
    "revision": "Пересмотренный текст",
    "corrigendum": "Исправление",
    "addendum": "Добавление",
}
CORRECTIONS = "Исправления"
CORRECTED = "Вместо «{before}» читать «{after}»."
INSERTED = "Добавить «{after}»."
DELETED = "Исключить «{before}»."
ADDENDUM = "Добавление"
VERIFY = "Документ составлен по записям форума и может быть воспроизведён по ним с точностью до байта."
THEMATIC_SESSIONS = "Тематические заседания"
CONCLUSION = "Заключение"
RESTS_ON = "Основано на:"
INSTRUMENTS_NOT_CITED = "Другие упомянутые документы"
EARLIER_CALLS = "Выполнение прежних призывов"
NEW_CALLS = "Призывы к действиям этого форума"
EVIDENCE = "См."
SAID_AS = {"contribution": "", "question": "Вопрос", "answer": "Ответ"}
ONLINE = "Онлайн"

SPACE = " "
ENUMERATION = ", "
SEPARATOR = "; "
COLON = ": "
RUN_IN = ". "
AFTER_TITLE = ". "

# One, two to four, five and more: 21 участник, 22 участника, 25 участников.
_COUNTED = {
    "participants": ("участник", "участника", "участников"),
    "speakers": ("выступающий", "выступающих", "выступающих"),
    "organizations": ("организация", "организации", "организаций"),
    "countries": ("страна", "страны", "стран"),
    "partners": ("организация-партнёр", "организации-партнёра", "организаций-партнёров"),
    "journalists": ("журналист", "журналиста", "журналистов"),
    "media-outlets": ("средство массовой информации", "средства массовой информации", "средств массовой информации"),
    "news-reports": ("сообщение", "сообщения", "сообщений"),
    "livestream-views": ("просмотр", "просмотра", "просмотров"),
    "reposts": ("репост", "репоста", "репостов"),
    "plenaries": ("пленарное заседание", "пленарных заседания", "пленарных заседаний"),
    "thematic-sessions": ("тематическое заседание", "тематических заседания", "тематических заседаний"),
    "sub-forums": ("секция", "секции", "секций"),
    "youth-forums": ("молодёжный форум", "молодёжных форума", "молодёжных форумов"),
}
# The genitive of one, after “more than” and “about”: более 21 участника.
_GENITIVE = {
    "participants": "участника",
    "speakers": "выступающего",
    "organizations": "организации",
    "countries": "страны",
    "partners": "организации-партнёра",
    "journalists": "журналиста",
    "media-outlets": "средства массовой информации",
    "news-reports": "сообщения",
    "livestream-views": "просмотра",
    "reposts": "репоста",
    "plenaries": "пленарного заседания",
    "thematic-sessions": "тематического заседания",
    "sub-forums": "секции",
    "youth-forums": "молодёжного форума",
}
FIGURE_LABELS = {
    "participants": "Участники",
    "speakers": "Выступающие",
    "organizations": "Представленные организации",
    "countries": "Страны",
    "partners": "Организации-партнёры",
    "journalists": "Журналисты",
    "media-outlets": "Средства массовой информации",
    "news-reports": "Сообщения в СМИ",
    "livestream-views": "Просмотры трансляций",
    "reposts": "Репосты",
    "plenaries": "Пленарные заседания",
    "thematic-sessions": "Тематические заседания",
    "sub-forums": "Секции",
    "youth-forums": "Молодёжные форумы",
}
_QUALIFIERS = {"exactly": "", "over": "свыше ", "more-than": "более ", "nearly": "почти ", "about": "около "}
_WITH_GENITIVE = {"over", "more-than", "about"}
_ORDINALS = (
    "Первое", "Второе", "Третье", "Четвёртое", "Пятое", "Шестое", "Седьмое", "Восьмое", "Девятое", "Десятое",
)  # fmt: skip
_CALENDAR = Calendar(
    ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
     "декабря"),
    after=" года",
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
    """а, б и в."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " и " + words[-1]


def listing(words: Sequence[str]) -> str:
    return "; ".join(words)


def number(value: int) -> str:
    """10 млн; 2,5 млн; 160 000; 1500: thousands are set apart from five digits on, by a space that does not break."""
    if value >= 1_000_000 and value % 100_000 == 0:
        return f"{value / 1_000_000:.1f}".removesuffix(".0").replace(".", ",") + "\u00a0млн"
    return str(value) if value < 10_000 else f"{value:,}".replace(",", "\u00a0")


def amount(qualifier: str, value: int | None) -> str:
    return "несколько" if value is None else _QUALIFIERS[qualifier] + number(value)


def counted(kind: str, qualifier: str, value: int | None, *, scope: str = "", in_words: bool = False) -> str:
    """21 участник; более 21 участника; 3 пленарных заседания; 10 млн просмотров; несколько секций."""
    return f"{amount(qualifier, value)} {_noun(kind, qualifier, value)}" + (f" ({scope})" if scope else "")


def _noun(kind: str, qualifier: str, value: int | None) -> str:
    one, few, many = _COUNTED[kind]
    if value is None or number(value).endswith("млн") or value % 100 in range(11, 15):
        return many
    if value % 10 == 1:
        return _GENITIVE[kind] if qualifier in _WITH_GENITIVE else one
    return few if value % 10 in (2, 3, 4) and qualifier not in _WITH_GENITIVE else many


def the(name: str, *, takes_article: bool) -> str:
    """Russian has no article."""
    return name


def around_name(titles: Sequence[str]) -> tuple[str, str]:
    """After the name; parts of a title have commas."""
    return "", f", {listing(titles)}" if titles else ""


def hosted(hosts: Sequence[str], organizers: Sequence[str]) -> str:
    """Форум проводит А; организатор: Б."""
    parts = [_role(hosts, "принимающая сторона", "принимающие стороны")] if hosts else []
    parts += [_role(organizers, "организатор", "организаторы")] if organizers else []
    told = "; ".join(parts)
    return f"{told[0].upper()}{told[1:]}." if told else ""


def _role(names: Sequence[str], one: str, many: str) -> str:
    return f"{one if len(names) == 1 else many}: {', '.join(names)}"


def held(*, forum: str, edition_number: int, year: int, dates: str, format_: str, place: str, theme: str) -> str:
    """«Форум» прошёл в третий раз – the count and the place stand apart, where neither needs a case."""
    how = {"online": "онлайн", "hybrid": "в очном и онлайн-формате", "onsite": ""}[format_]
    facts = [dates or f"{year} год"] + ([place] if place and format_ != "online" else []) + ([how] if how else [])
    themed_ = f" Тема: «{theme}»." if theme else ""
    return f"«{forum}», встреча {edition_number}-я ({', '.join(facts)}).{themed_}"


def structured(parts: Sequence[str]) -> str:
    return f"В программе: {series(parts)}." if parts else ""


def gathered(people: tuple[str, str], organizations: tuple[str, str], countries: tuple[str, str]) -> str:
    """Приняли участие: более 70 выступающих (…). Представлены: 20 стран (…)."""
    came = f"Приняли участие: {_detailed(people)}." if people[0] else ""
    origins = [_detailed(origin) for origin in (organizations, countries) if origin[0]]
    return " ".join(part for part in (came, f"Представлены: {series(origins)}." if origins else "") if part)


def _detailed(told: tuple[str, str]) -> str:
    words, detail = told
    return f"{words} ({detail})" if detail else words


def attended(participants: str) -> str:
    return f"Всего присутствовали: {participants}." if participants else ""


def covered(journalists: str, outlets: str, reports: str) -> str:
    told = [part for part in (journalists, outlets, reports) if part]
    return f"Освещение в печати: {series(told)}." if told else ""


def watched(views: str, reposts: str) -> str:
    told = [part for part in (views, reposts) if part]
    return f"Охват трансляций: {series(told)}." if told else ""


def partnered(international: Sequence[str], supporting: Sequence[str], partners: Sequence[str], count: str) -> str:
    parts = []
    if international:
        parts.append(
            _role(international, "международная поддерживающая организация", "международные поддерживающие организации")
        )
    if supporting:
        parts.append(_role(supporting, "поддерживающая организация", "поддерживающие организации"))
    if count:
        parts.append(count + (f", в их числе: {', '.join(partners)}" if partners else ""))
    elif partners:
        parts.append(_role(partners, "партнёр", "партнёры"))
    return f"Поддержку оказали: {'; '.join(parts)}." if parts else ""


def featured(guests: Sequence[str]) -> str:
    return f"Среди почётных гостей: {listing(guests)}." if guests else ""


def delivered(title: str, recipients: Sequence[str], occasions: Sequence[str]) -> str:
    steps = [f"направлено: {', '.join(recipients)}"] if recipients else []
    steps += [f"обнародовано: {', '.join(occasions)}"] if occasions else []
    return f"Итоговая публикация – «{title}»; {'; '.join(steps)}." if steps else ""


def occasion(words: str, year: int | None) -> str:
    return f"{words} ({year} год)" if year and str(year) not in words else words


def untitled(kind: str, forum: str, year: int) -> str:
    return f"{KINDS[kind]}, {forum} {year}"


def running_head(kind: str, edition: str) -> str:
    return f"{kind}. {edition}"


def themed(title: str, theme: str) -> str:
    return f"{title}. Тема: «{theme}»."


def session_reference(kind: str, number_: int | None, title: str) -> str:
    return f"Тематическое заседание {number_}" if kind == "thematic-session" and number_ else title


def session_heading(kind: str, number_: int | None, title: str) -> str:
    return f"Тематическое заседание {number_}: {title}" if kind == "thematic-session" and number_ else title


def delegate(organization: str) -> str:
    return f"Представитель ({organization})"


def point(number_: int) -> str:
    """Первое. In digits from eleven on."""
    return f"{_ORDINALS[number_ - 1]}." if number_ <= len(_ORDINALS) else f"{number_}-е."


def agreed(convergence: str) -> str:
    return {
        "rough-consensus": "(при общем согласии в основном)",
        "views-differ": "(мнения разошлись)",
        "single-view": "(отдельное мнение)",
    }.get(convergence, "")


def dissent(number_: int | None) -> str:
    return f"Особое мнение по пункту {number_}):" if number_ else "Особое мнение:"


def cited(title: str, year: int | None) -> str:
    return f"{entitled(title)} ({year} год)" if year else entitled(title)


def entitled(title: str) -> str:
    return title


_INSTRUMENTS = {
    "recommendation": "рекомендация",
    "declaration": "декларация",
    "initiative": "инициатива",
    "regulation": "регламент",
    "act": "закон",
    "code": "кодекс поведения или этики",
    "policy": "политика",
    "strategy": "стратегия",
    "position-paper": "документ с изложением позиции",
    "report": "доклад",
    "standard": "стандарт",
    "agenda": "повестка дня",
    "compact": "договор",
}


def instrument(*, issuer: str, kind: str, adopted: str, status: str, signatories: str) -> str:
    """The impersonal forms agree with whatever the kind is."""
    when = {
        "": "ещё не принято",
        "adopted": f"принято {adopted}" if adopted else "принято",
        "in-force": f"принято {adopted}, действует" if adopted else "действует",
        "announced": f"объявлено {adopted}" if adopted else "объявлено",
        "proposed": f"предложено {adopted}" if adopted else "предложено",
        "in-preparation": "готовится",
    }[status]
    signed = f"подписавшие стороны: {signatories}" if signatories else ""
    return f"{'; '.join(part for part in (issuer, _INSTRUMENTS[kind], when, signed) if part)}."


_CALL_STANDS = {
    "open": "пока без ответа",
    "answered": "ответ получен",
    "under-way": "выполняется",
    "done": "выполнено",
    "dropped": "снято",
}


def calls_told(counts: Sequence[tuple[str, int]], day_: str) -> str:
    total = sum(count for _, count in counts)
    stand = "; ".join(f"{_CALL_STANDS[status]} – {count}" for status, count in counts)
    return f"Призывы прежних форумов по состоянию на {day_}: всего – {total}; {stand}."


def first_made(year: int) -> str:
    return f"(Впервые: {year} год.)"


def unanswered(day_: str) -> str:
    return f"По состоянию на {day_} ответа нет."


def call_state(status: str, on: str, *, told: bool) -> str:
    stands = _CALL_STANDS[status]
    return f"{stands[0].upper()}{stands[1:]}, по состоянию на {on}{':' if told else '.'}"


def figures_caption(years: Sequence[int]) -> str:
    return f"Форум в цифрах, {_span(years)}"


def figures_lead() -> str:
    return "Числа приведены так, как их дают источники; тире означает, что ни один источник числа не даёт."


def figure_of(kind: str, year: int) -> str:
    return f"{FIGURE_LABELS[kind]}, {year} год"


def source_note(source: str, labels: Sequence[str]) -> str:
    return f"Источник: {source}" + (f" ({listing(labels)})." if labels else ".")


def chart_caption(years: Sequence[int]) -> str:
    return f"Охват форума, {_span(years)}"


def _span(years: Sequence[int]) -> str:
    return f"{years[0]}–{years[-1]} годы" if len(years) > 1 else f"{years[0]} год"


def chart_alt(rows: Sequence[tuple[str, Sequence[tuple[int, str]]]]) -> str:
    sentences = [
        f"{name}: " + ", ".join(f"{year} год – {shown or 'нет данных'}" for year, shown in values)
        for name, values in rows
    ]
    return f"Столбчатая диаграмма. {'. '.join(sentences)}."


# The programme, who spoke, who took part; the report of a session or of a workstream.

UNSCHEDULED = "Время не назначено"
NOT_HELD = "Не состоялось"
LED_BY = "Руководители"
TIMETABLE = "График"
SPEAKERS_BY_ROLE = {
    "chair": "Председатели",
    "presiding": "Ведущие заседаний",
    "opening-remarks": "Вступительное слово",
    "keynote": "Основные доклады",
    "speech": "Выступления",
    "presentation": "Доклады",
    "panelist": "Участники дискуссий",
    "discussant": "Содокладчики",
    "onsite-moderator": "Модераторы в зале",
    "online-moderator": "Модераторы онлайн",
    "rapporteur": "Докладчики заседаний",
    "concluding-remarks": "Заключительное слово",
}
ORGANIZATIONS_BY_ROLE = {
    "host": "Принимающие стороны",
    "organizer": "Организаторы",
    "co-organizer": "Соорганизаторы",
    "international-supporting": "Международные поддерживающие организации",
    "supporting": "Поддерживающие организации",
    "partner": "Партнёры",
    "media": "Информационные партнёры",
    "sponsor": "Спонсоры",
}
BALANCE_BY = {
    "region": "Выступавшие по регионам",
    "organization kind": "Выступавшие по видам организаций",
    "gender": "Выступавшие по полу",
    "mode": "Выступления по форме участия",
}
REGIONS = {
    "Africa": "Африка",
    "Americas": "Америка",
    "Asia": "Азия",
    "Europe": "Европа",
    "Oceania": "Океания",
}
ORGANIZATION_KINDS = {
    "government": "Государственные органы",
    "intergovernmental": "Межправительственные организации",
    "university": "Университеты",
    "research": "Научные учреждения",
    "company": "Компании",
    "association": "Ассоциации",
    "civil-society": "Гражданское общество",
    "media": "СМИ",
    "other": "Прочие организации",
}
GENDERS = {
    "female": "Женщины",
    "male": "Мужчины",
}
BALANCE_SPEAKERS = "Выступавшие"
BALANCE_PARTS = "Выступления"
BALANCE_SHARE = "Доля"
NOT_STATED = "Не указано"
OTHERS_OR_NOT_STATED = "Иное или не указано"
FRAMEWORK = (
    ("Предпосылки", "Укажите, почему начата работа, на что она опирается и на основании какого мандата ведётся."),
    ("Охват и вопросы", "Перечислите вопросы, на которые отвечает доклад, и те, которые он оставляет другим."),
    ("Метод", "Укажите, кто был опрошен, как собраны данные и как учтены разногласия."),
    ("Выводы", "По одному выводу на абзац, каждый – с тем, на чём он основан."),
    ("Рекомендации", "По каждой: что рекомендуется, кому и к какому сроку."),
    ("Дальнейшие шаги", "Укажите, как направлять замечания, кто их учитывает и когда выйдет доклад."),
)

_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


def weekday(when: date) -> str:
    """Пятница, 9 декабря 2022 года."""
    return f"{_WEEKDAYS[when.weekday()].capitalize()}, {day(when)}"


def programme_lead(day_: str, *, held: bool) -> str:
    if held:
        return "Программа приведена в том виде, в каком она состоялась; отличия от плана указаны при каждом заседании."
    return f"Программа по состоянию на {day_}."


def planned(time: str) -> str:
    return f"По плану: {time}."


def in_room(room: str) -> str:
    return f" ({room})"


def in_place_of(name: str) -> str:
    return f"замена: {name}"


def remarks(told: Sequence[str]) -> str:
    return f" ({'; '.join(told)})" if told else ""


def balance_lead(count: int) -> str:
    return (
        f"Всего учтено названных в программе выступавших: {number(count)}. Сведения о себе, которые сообщили менее "
        "пяти человек, отдельно не приводятся."
    )


def share(part: float) -> str:
    return f"{part * 100:.0f}\u00a0%"


def led(name: str, role: str) -> str:
    return f"{name}, {role}" if role else name


def milestone(title: str, on: str, place: str) -> str:
    where = ", ".join(part for part in (on, place) if part)
    return f"{where}: {title}" if where else title
