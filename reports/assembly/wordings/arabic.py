"""What a document writes by itself in Arabic. Pure.

Digits are 0 to 9, as in the symbols, tables and charts beside them. What is counted stands as “number of …”, where the
noun keeps one form whatever the number; names from the records stand after a colon or in quotation marks.
"""

from collections.abc import Sequence
from datetime import date

from .calendar import Calendar

CHAPTERS = {
    "about": "عن المنتدى",
    "outcomes": "النتائج",
    "summaries": "ملخصات المداخلات",
    "next-step": "الخطوة المقبلة",
    "figures": "المنتدى في أرقام",
    "instruments": "الصكوك والوثائق",
    "commitments": "الالتزامات",
    "agenda": "البرنامج",
    "speakers": "المتكلمون",
    "organizations": "المنظمات",
    "balance": "توزيع المتكلمين",
    "takeaways": "أبرز الاستنتاجات",
    "workstream": "العمل وجدوله الزمني",
}
KINDS = {
    "outcome-document": "وثيقة ختامية",
    "white-paper": "كتاب أبيض",
    "programme": "برنامج",
    "report": "تقرير",
    "report-framework": "إطار التقرير",
}
CONTENTS = "المحتويات"
INDEX = "فهرس المتكلمين"
INDEX_NOTE = "الأسماء مرتبة حسب الأبجدية اللاتينية، وأرقام الصفحات تشير إلى ملخصات المداخلات."
DRAFT = "مشروع"
STAGES = {
    "draft": "مشروع",
    "review": "مشروع للمراجعة",
    "final": "النص النهائي",
    "revision": "نص منقح",
    "corrigendum": "تصويب",
    "addendum": "إضافة",
}
CORRECTIONS = "التصويبات"
CORRECTED = "يستعاض عن «{before}» بما يلي: «{after}»."
INSERTED = "يضاف: «{after}»."
DELETED = "يحذف: «{before}»."
ADDENDUM = "إضافة"
VERIFY = "جُمعت هذه الوثيقة من سجلات المنتدى، ويمكن إعادة إنتاجها منها مطابقةً لأصلها تماما."
THEMATIC_SESSIONS = "الجلسات المواضيعية"
CONCLUSION = "خاتمة"
RESTS_ON = "يستند إلى:"
INSTRUMENTS_NOT_CITED = "صكوك أخرى ورد ذكرها"
EARLIER_CALLS = "متابعة النداءات السابقة"
NEW_CALLS = "نداءات هذه الدورة إلى العمل"
EVIDENCE = "انظر"
SAID_AS = {"contribution": "", "question": "سؤال", "answer": "جواب"}
ONLINE = "عبر الإنترنت"

SPACE = " "
ENUMERATION = "، "
SEPARATOR = "؛ "
COLON = ": "
RUN_IN = ". "
AFTER_TITLE = ". "

# Who or what is counted, after “number of”.
_COUNTED = {
    "participants": "المشاركين",
    "speakers": "المتكلمين",
    "organizations": "المنظمات",
    "countries": "البلدان",
    "partners": "المنظمات الشريكة",
    "journalists": "الصحفيين",
    "media-outlets": "وسائل الإعلام",
    "news-reports": "التقارير الإخبارية",
    "livestream-views": "المشاهدات",
    "reposts": "مرات إعادة النشر",
    "plenaries": "الجلسات العامة",
    "thematic-sessions": "الجلسات المواضيعية",
    "sub-forums": "المنتديات الفرعية",
    "youth-forums": "منتديات الشباب",
}
FIGURE_LABELS = {
    "participants": "المشاركون",
    "speakers": "المتكلمون",
    "organizations": "المنظمات الممثلة",
    "countries": "البلدان",
    "partners": "المنظمات الشريكة",
    "journalists": "الصحفيون",
    "media-outlets": "وسائل الإعلام",
    "news-reports": "التقارير الإخبارية",
    "livestream-views": "مشاهدات البث",
    "reposts": "مرات إعادة النشر",
    "plenaries": "الجلسات العامة",
    "thematic-sessions": "الجلسات المواضيعية",
    "sub-forums": "المنتديات الفرعية",
    "youth-forums": "منتديات الشباب",
}
_QUALIFIERS = {
    "exactly": "",
    "over": "ما يزيد على ",
    "more-than": "أكثر من ",
    "nearly": "ما يقارب ",
    "about": "نحو ",
}
_ORDINALS = ("أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا")
# The months by both of their names, as the United Nations writes them.
_CALENDAR = Calendar(
    (
        "كانون الثاني/يناير",
        "شباط/فبراير",
        "آذار/مارس",
        "نيسان/أبريل",
        "أيار/مايو",
        "حزيران/يونيه",
        "تموز/يوليه",
        "آب/أغسطس",
        "أيلول/سبتمبر",
        "تشرين الأول/أكتوبر",
        "تشرين الثاني/نوفمبر",
        "كانون الأول/ديسمبر",
    )
)
day = _CALENDAR.day
days = _CALENDAR.days


def chapter_number(place: int) -> str:
    """أولا -; from eleven on in digits."""
    return f"{_ORDINALS[place - 1]} -" if place <= len(_ORDINALS) else f"{place} -"


def section_number(place: int) -> str:
    return f"{place} -"


def session_number(place: int) -> str:
    return f"{place} -"


def part_number(place: int) -> str:
    return f"({place})"


def item_number(place: int) -> str:
    return f"({place})"


def series(words: Sequence[str]) -> str:
    """The letter for “and” is joined to the word that follows it, unless that begins with another script."""
    if len(words) == 1:
        return words[0]
    last = words[-1]
    joint = " و" if "\u0600" <= last[:1] <= "\u06ff" else " و "
    return "، ".join(words[:-1]) + joint + last


def listing(words: Sequence[str]) -> str:
    return "؛ ".join(words)


def number(value: int) -> str:
    """10 ملايين; 2,5 مليون; 160 000: three to ten millions are several, others one noun."""
    if value >= 1_000_000 and value % 100_000 == 0:
        millions = f"{value / 1_000_000:.1f}".removesuffix(".0").replace(".", ",")
        few = value % 1_000_000 == 0 and 3 <= value // 1_000_000 <= 10
        return f"{millions}\u00a0{'ملايين' if few else 'مليون'}"
    return str(value) if value < 10_000 else f"{value:,}".replace(",", "\u00a0")


def amount(qualifier: str, value: int | None) -> str:
    return "عدة" if value is None else _QUALIFIERS[qualifier] + number(value)


def counted(kind: str, qualifier: str, value: int | None, *, scope: str = "", in_words: bool = False) -> str:
    """عدد المشاركين: أكثر من 70."""
    return f"عدد {_COUNTED[kind]}: {amount(qualifier, value)}" + (f" ({scope})" if scope else "")


def the(name: str, *, takes_article: bool) -> str:
    """The article is part of an Arabic name."""
    return name


def around_name(titles: Sequence[str]) -> tuple[str, str]:
    return "", f"، {listing(titles)}" if titles else ""


def hosted(hosts: Sequence[str], organizers: Sequence[str]) -> str:
    parts = [f"{role}: {series(names)}" for role, names in (("الاستضافة", hosts), ("التنظيم", organizers)) if names]
    return f"{'؛ '.join(parts)}." if parts else ""


def held(*, forum: str, edition_number: int, year: int, dates: str, format_: str, place: str, theme: str) -> str:
    how = {"online": "عبر الإنترنت", "hybrid": "بالحضور الشخصي وعبر الإنترنت", "onsite": ""}[format_]
    when = f"الموعد: {dates}" if dates else f"السنة: {year}"
    where = [f"المكان: {place}"] if place and format_ != "online" else []
    facts = "؛ ".join([when, *where, *([f"طريقة الانعقاد: {how}"] if how else [])])
    themed_ = f" الموضوع: «{theme}»." if theme else ""
    return f"«{forum}»، الدورة {edition_number}. {facts}.{themed_}"


def structured(parts: Sequence[str]) -> str:
    return f"وشمل البرنامج ما يلي: {listing(parts)}." if parts else ""


def gathered(people: tuple[str, str], organizations: tuple[str, str], countries: tuple[str, str]) -> str:
    told = [_detailed(it) for it in (people, organizations, countries) if it[0]]
    return f"الحضور: {listing(told)}." if told else ""


def _detailed(told: tuple[str, str]) -> str:
    words, detail = told
    return f"{words} ({detail})" if detail else words


def attended(participants: str) -> str:
    return f"الحضور الإجمالي: {participants}." if participants else ""


def covered(journalists: str, outlets: str, reports: str) -> str:
    told = [part for part in (journalists, outlets, reports) if part]
    return f"التغطية الإعلامية: {listing(told)}." if told else ""


def watched(views: str, reposts: str) -> str:
    told = [part for part in (views, reposts) if part]
    return f"متابعة البث: {listing(told)}." if told else ""


def partnered(international: Sequence[str], supporting: Sequence[str], partners: Sequence[str], count: str) -> str:
    parts = [
        f"{role}: {series(names)}"
        for role, names in (("الجهات الدولية الداعمة", international), ("الجهات الداعمة", supporting))
        if names
    ]
    if count:
        parts.append(count + (f"، ومن بينها: {series(partners)}" if partners else ""))
    elif partners:
        parts.append(f"الشركاء: {series(partners)}")
    return f"{listing(parts)}." if parts else ""


def featured(guests: Sequence[str]) -> str:
    return f"ومن ضيوف الشرف: {listing(guests)}." if guests else ""


def delivered(title: str, recipients: Sequence[str], occasions: Sequence[str]) -> str:
    steps = [f"قُدمت إلى الجهات التالية: {series(recipients)}"] if recipients else []
    steps += [f"صدرت خلال المناسبات التالية: {series(occasions)}"] if occasions else []
    return f"وثيقة المنتدى «{title}»: {'؛ '.join(steps)}." if steps else ""


def occasion(words: str, year: int | None) -> str:
    return f"{words} ({year})" if year and str(year) not in words else words


def untitled(kind: str, forum: str, year: int) -> str:
    return f"{KINDS[kind]}، {forum} {year}"


def running_head(kind: str, edition: str) -> str:
    return f"{kind} - {edition}"


def themed(title: str, theme: str) -> str:
    return f"موضوع {title}: «{theme}»."


def session_reference(kind: str, number_: int | None, title: str) -> str:
    return f"الجلسة المواضيعية {number_}" if kind == "thematic-session" and number_ else title


def session_heading(kind: str, number_: int | None, title: str) -> str:
    return f"الجلسة المواضيعية {number_}: {title}" if kind == "thematic-session" and number_ else title


def delegate(organization: str) -> str:
    return f"ممثل جهة ({organization})"


def point(number_: int) -> str:
    return f"{_ORDINALS[number_ - 1]}:" if number_ <= len(_ORDINALS) else f"({number_})"


def agreed(convergence: str) -> str:
    return {
        "rough-consensus": "(توافق عام في الآراء)",
        "views-differ": "(تباينت الآراء)",
        "single-view": "(رأي فردي)",
    }.get(convergence, "")


def dissent(number_: int | None) -> str:
    return f"رأي مخالف بشأن ({number_}):" if number_ else "رأي مخالف:"


def cited(title: str, year: int | None) -> str:
    return f"{title} ({year})" if year else title


def entitled(title: str) -> str:
    return title


_INSTRUMENTS = {
    "recommendation": "توصية",
    "declaration": "إعلان",
    "initiative": "مبادرة",
    "regulation": "لائحة تنظيمية",
    "act": "قانون",
    "code": "مدونة لقواعد السلوك أو الأخلاقيات",
    "policy": "سياسة",
    "strategy": "استراتيجية",
    "position-paper": "ورقة موقف",
    "report": "تقرير",
    "standard": "معيار",
    "agenda": "خطة",
    "compact": "اتفاق",
}


def instrument(*, issuer: str, kind: str, adopted: str, status: str, signatories: str) -> str:
    when = {
        "": "لم يُعتمد بعد",
        "adopted": f"تاريخ الاعتماد: {adopted}" if adopted else "معتمد",
        "in-force": f"تاريخ الاعتماد: {adopted}، ساري المفعول" if adopted else "ساري المفعول",
        "announced": f"تاريخ الإعلان: {adopted}" if adopted else "معلن",
        "proposed": f"تاريخ الاقتراح: {adopted}" if adopted else "مقترح",
        "in-preparation": "قيد الإعداد",
    }[status]
    signed = f"الموقعون: {signatories}" if signatories else ""
    return f"{'؛ '.join(part for part in (issuer, _INSTRUMENTS[kind], when, signed) if part)}."


_CALL_STANDS = {
    "open": "لم يرد عليه بعد",
    "answered": "تم الرد عليه",
    "under-way": "قيد التنفيذ",
    "done": "تم تنفيذه",
    "dropped": "صُرف النظر عنه",
}


def calls_told(counts: Sequence[tuple[str, int]], day_: str) -> str:
    total = sum(count for _, count in counts)
    stand = "؛ ".join(f"{_CALL_STANDS[status]}: {count}" for status, count in counts)
    return f"نداءات الدورات السابقة حتى {day_}: المجموع: {total}؛ {stand}."


def first_made(year: int) -> str:
    return f"(صدر أول مرة في عام {year}.)"


def unanswered(day_: str) -> str:
    return f"لم يسجَّل أي رد حتى {day_}."


def call_state(status: str, on: str, *, told: bool) -> str:
    return f"{_CALL_STANDS[status]} حتى {on}{':' if told else '.'}"


def figures_caption(years: Sequence[int]) -> str:
    return f"المنتدى في أرقام، {_span(years)}"


def figures_lead() -> str:
    return "تَرِد الأرقام كما هي في مصادرها، وتعني الشرطة أنه لا يوجد مصدر للرقم."


def figure_of(kind: str, year: int) -> str:
    return f"{FIGURE_LABELS[kind]} {year}"


def source_note(source: str, labels: Sequence[str]) -> str:
    return f"المصدر: {source}" + (f" ({'، '.join(labels)})." if labels else ".")


def chart_caption(years: Sequence[int]) -> str:
    return f"مدى وصول المنتدى، {_span(years)}"


def _span(years: Sequence[int]) -> str:
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])


def chart_alt(rows: Sequence[tuple[str, Sequence[tuple[int, str]]]]) -> str:
    sentences = [
        f"{name}: " + "، ".join(f"{year}: {shown or 'غير معروف'}" for year, shown in values) for name, values in rows
    ]
    return f"رسم بياني بالأعمدة. {'. '.join(sentences)}."


# The programme, who spoke, who took part; the report of a session or of a workstream.

UNSCHEDULED = "لم يحدد الموعد بعد"
NOT_HELD = "جلسات لم تنعقد"
LED_BY = "القائمون على العمل"
TIMETABLE = "الجدول الزمني"
SPEAKERS_BY_ROLE = {
    "chair": "الرؤساء",
    "presiding": "مديرو الجلسات",
    "opening-remarks": "كلمات الافتتاح",
    "keynote": "الكلمات الرئيسية",
    "speech": "الكلمات",
    "presentation": "العروض",
    "panelist": "المشاركون في حلقات النقاش",
    "discussant": "المعقبون",
    "onsite-moderator": "مديرو النقاش في القاعة",
    "online-moderator": "مديرو النقاش عبر الإنترنت",
    "rapporteur": "المقررون",
    "concluding-remarks": "كلمات الختام",
}
ORGANIZATIONS_BY_ROLE = {
    "host": "الجهات المضيفة",
    "organizer": "الجهات المنظمة",
    "co-organizer": "الجهات المشاركة في التنظيم",
    "international-supporting": "الجهات الدولية الداعمة",
    "supporting": "الجهات الداعمة",
    "partner": "الشركاء",
    "media": "الشركاء الإعلاميون",
    "sponsor": "الرعاة",
}
BALANCE_BY = {
    "region": "المتكلمون حسب المنطقة",
    "organization kind": "المتكلمون حسب نوع المنظمة",
    "gender": "المتكلمون حسب الجنس",
    "mode": "المداخلات حسب طريقة المشاركة",
}
REGIONS = {
    "Africa": "أفريقيا",
    "Americas": "الأمريكتان",
    "Asia": "آسيا",
    "Europe": "أوروبا",
    "Oceania": "أوقيانوسيا",
}
ORGANIZATION_KINDS = {
    "government": "الجهات الحكومية",
    "intergovernmental": "المنظمات الحكومية الدولية",
    "university": "الجامعات",
    "research": "مؤسسات البحث",
    "company": "الشركات",
    "association": "الرابطات",
    "civil-society": "المجتمع المدني",
    "media": "وسائل الإعلام",
    "other": "منظمات أخرى",
}
GENDERS = {
    "female": "نساء",
    "male": "رجال",
}
BALANCE_SPEAKERS = "المتكلمون"
BALANCE_PARTS = "المداخلات"
BALANCE_SHARE = "النسبة"
NOT_STATED = "غير مبين"
OTHERS_OR_NOT_STATED = "غير ذلك أو غير مبين"
FRAMEWORK = (
    ("الخلفية", "بيّن سبب بدء العمل وما يقوم عليه والولاية التي يستند إليها."),
    ("النطاق والأسئلة", "اذكر الأسئلة التي يجيب عنها التقرير وما يتركه لغيره."),
    ("المنهجية", "بيّن من استُشير وكيف جُمعت الأدلة وكيف عولج الخلاف."),
    ("النتائج", "نتيجة واحدة في كل فقرة، مع الدليل الذي تستند إليه."),
    ("التوصيات", "لكل توصية: مضمونها والجهة الموجهة إليها وموعد تنفيذها."),
    ("الخطوات المقبلة", "بيّن كيفية تقديم التعليقات ومن ينظر فيها وموعد صدور التقرير."),
)

_WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")


def weekday(when: date) -> str:
    return f"{_WEEKDAYS[when.weekday()]}، {day(when)}"


def programme_lead(day_: str, *, held: bool) -> str:
    if held:
        return "هذا هو البرنامج كما انعقد، ويُذكر مع كل جلسة ما اختلف فيها عن المقرر."
    return f"هذا هو البرنامج حتى {day_}."


def planned(time: str) -> str:
    return f"الموعد المقرر: {time}."


def in_room(room: str) -> str:
    return f" ({room})"


def in_place_of(name: str) -> str:
    return f"بدلا من: {name}"


def remarks(told: Sequence[str]) -> str:
    return f" ({'؛ '.join(told)})" if told else ""


def balance_lead(count: int) -> str:
    return (
        f"عدد المتكلمين المذكورين في البرنامج: {number(count)}. ولا يُذكر على حدة ما أفاد به عن نفسه أقل من خمسة أشخاص."
    )


def share(part: float) -> str:
    return f"{part:.0%}"


def led(name: str, role: str) -> str:
    return f"{name}، {role}" if role else name


def milestone(title: str, on: str, place: str) -> str:
    where = "، ".join(part for part in (on, place) if part)
    return f"{where}: {title}" if where else title
