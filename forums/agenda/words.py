"""What the agenda calls kinds, roles and the like in the six languages of the United Nations. Pure.

Words stand alone, as headings and labels do: nothing here has to agree with the sentence around it. A language that is
not one of the six reads English; a code without words is a mistake here and raises KeyError.
"""

from typing import Any

Tree = dict[str, Any]

_LANGUAGES = ("en", "zh-hans", "fr", "es", "ru", "ar")

# Each row in the order of the languages.
# fmt: off
_KINDS = {
    "opening": ("Opening", "开幕式", "Ouverture", "Apertura", "Открытие", "الافتتاح"),
    "plenary": (
        "Main Plenary", "全体会议", "Séance plénière", "Sesión plenaria", "Пленарное заседание", "الجلسة العامة"),
    "thematic-session": (
        "Thematic Session", "专题论坛", "Session thématique", "Sesión temática", "Тематическая сессия",
        "الجلسة المواضيعية"),
    "sub-forum": ("Sub-forum", "分论坛", "Sous-forum", "Subforo", "Подфорум", "المنتدى الفرعي"),
    "youth-forum": (
        "Youth Forum", "青年论坛", "Forum de la jeunesse", "Foro de la Juventud", "Молодежный форум", "منتدى الشباب"),
    "open-forum": ("Open Forum", "开放论坛", "Forum ouvert", "Foro abierto", "Открытый форум", "المنتدى المفتوح"),
    "panel": (
        "Panel Discussion", "专题讨论", "Réunion-débat", "Panel de debate", "Панельная дискуссия", "حلقة النقاش"),
    "roundtable": (
        "Roundtable", "圆桌会议", "Table ronde", "Mesa redonda", "Круглый стол", "المائدة المستديرة"),
    "keynote": (
        "Keynote", "主旨演讲", "Discours liminaire", "Discurso principal", "Основной доклад", "الكلمة الرئيسية"),
    "qa": (
        "Questions and Answers", "问答", "Questions et réponses", "Preguntas y respuestas", "Вопросы и ответы",
        "الأسئلة والأجوبة"),
    "seminar": ("Seminar", "研讨会", "Séminaire", "Seminario", "Семинар", "الندوة"),
    "part": ("Part", "部分", "Partie", "Parte", "Часть", "الجزء"),
    "break": ("Break", "休息", "Pause", "Pausa", "Перерыв", "استراحة"),
    "closing": ("Closing", "闭幕式", "Clôture", "Clausura", "Закрытие", "الاختتام"),
}
_ROLES = {
    "chair": ("Chair", "主席", "Présidence", "Presidencia", "Председатель", "رئاسة الجلسة"),
    "presiding": (
        "Presiding", "主持会议", "Présidence de séance", "Presidencia de la sesión", "Председательствует",
        "ترؤس الجلسة"),
    "opening-remarks": (
        "Opening remarks", "开幕致辞", "Allocution d’ouverture", "Palabras de apertura", "Вступительное слово",
        "كلمة افتتاحية"),
    "keynote": (
        "Keynote", "主旨演讲", "Discours liminaire", "Discurso principal", "Основной доклад", "كلمة رئيسية"),
    "speech": ("Speech", "演讲", "Discours", "Discurso", "Выступление", "كلمة"),
    "presentation": ("Presentation", "专题报告", "Présentation", "Presentación", "Презентация", "عرض"),
    "panelist": ("Panelist", "讨论嘉宾", "Panéliste", "Panelista", "Участник дискуссии", "مشاركة في النقاش"),
    "discussant": ("Discussant", "评议人", "Commentaires", "Comentarista", "Дискутант", "تعقيب"),
    "onsite-moderator": (
        "Onsite moderator", "现场主持人", "Modération sur place", "Moderación presencial", "Модератор в зале",
        "إدارة الجلسة حضوريا"),
    "online-moderator": (
        "Online moderator", "线上主持人", "Modération en ligne", "Moderación en línea", "Онлайн-модератор",
        "إدارة الجلسة عبر الإنترنت"),
    "rapporteur": ("Rapporteur", "报告员", "Rapporteur", "Relatoría", "Докладчик", "المقرر"),
    "concluding-remarks": (
        "Concluding remarks", "总结致辞", "Observations finales", "Observaciones finales", "Заключительное слово",
        "ملاحظات ختامية"),
}
_MODES = {
    "onsite": ("Onsite", "现场", "Sur place", "Presencial", "Очно", "حضوريا"),
    "video-link": (
        "By video link", "视频连线", "Par visioconférence", "Por videoconferencia", "По видеосвязи",
        "عبر الاتصال المرئي"),
    "recorded": ("Recorded", "录像", "Enregistrement", "Grabación", "В записи", "تسجيل"),
    "read-on-behalf": (
        "Read on behalf", "代为宣读", "Lecture par autrui", "Lectura en su nombre", "Зачитывается от имени",
        "تلاوة بالنيابة"),
}
_STATUSES = {
    "planned": ("Planned", "计划中", "Prévu", "Previsto", "Запланировано", "مقرر"),
    "held": ("Held", "已举行", "Tenu", "Celebrado", "Состоялось", "انعقد"),
    "cancelled": ("Cancelled", "已取消", "Annulé", "Cancelado", "Отменено", "ملغى"),
}
_PARTNERS = {
    "host": ("Host", "承办方", "Hôte", "Anfitrión", "Принимающая сторона", "الجهة المضيفة"),
    "organizer": ("Organizer", "主办方", "Organisateur", "Organizador", "Организатор", "الجهة المنظمة"),
    "co-organizer": (
        "Co-organizer", "协办方", "Coorganisateur", "Coorganizador", "Соорганизатор", "الجهة المشاركة في التنظيم"),
    "international-supporting": (
        "International supporting partner", "国际支持单位", "Partenaire international d’appui",
        "Entidad internacional de apoyo", "Международный партнер", "الجهة الدولية الداعمة"),
    "supporting": (
        "Supporting partner", "支持单位", "Partenaire d’appui", "Entidad de apoyo", "При поддержке", "الجهة الداعمة"),
    "partner": ("Partner", "合作伙伴", "Partenaire", "Socio", "Партнер", "الشريك"),
    "media": ("Media partner", "合作媒体", "Partenaire média", "Medio asociado", "Медиапартнер", "الشريك الإعلامي"),
    "sponsor": ("Sponsor", "赞助方", "Sponsor", "Patrocinador", "Спонсор", "الجهة الراعية"),
}
_PHRASES = {
    "all-rooms": (
        "All rooms", "所有会场", "Toutes les salles", "Todas las salas", "Все залы", "جميع القاعات"),
    "no-room": (
        "Room not stated", "会场未注明", "Salle non précisée", "Sala sin especificar", "Зал не указан",
        "القاعة غير محددة"),
    "online": ("Online", "线上", "En ligne", "En línea", "Онлайн", "عبر الإنترنت"),
    "livestream": (
        "Livestream", "直播", "Diffusion en direct", "Transmisión en directo", "Прямая трансляция", "بث مباشر"),
    "recording": ("Recording", "录像", "Enregistrement", "Grabación", "Запись", "تسجيل"),
    "part-of": ("Part of", "所属会议", "Fait partie de", "Forma parte de", "Входит в", "جزء من"),
    "cancelled-session": (
        "Cancelled session", "已取消的会议", "Séance annulée", "Sesión cancelada", "Отмененное заседание",
        "جلسة ملغاة"),
    "yes": ("yes", "是", "oui", "sí", "да", "نعم"),
    "stream-opens": (
        "The livestream opens", "直播开始时间", "La diffusion commence", "La transmisión comienza",
        "Трансляция начнется", "يبدأ البث المباشر"),
    "stream-over": (
        "The livestream is over.", "直播已结束。", "La diffusion est terminée.", "La transmisión ha terminado.",
        "Трансляция завершена.", "انتهى البث المباشر."),
    "stream-none": (
        "This session has no livestream.", "本场会议没有直播。", "Cette séance n’est pas diffusée.",
        "Esta sesión no se transmite.", "Это заседание не транслируется.", "لا يوجد بث مباشر لهذه الجلسة."),
    "stream-cancelled": (
        "This session has been cancelled.", "本场会议已取消。", "Cette séance a été annulée.",
        "Esta sesión se ha cancelado.", "Это заседание отменено.", "أُلغيت هذه الجلسة."),
    "calendar": ("Calendar", "日历", "Calendrier", "Calendario", "Календарь", "التقويم"),
    "table": ("Table", "表格", "Tableau", "Tabla", "Таблица", "جدول"),
    "changes": ("Changes", "变更", "Modifications", "Cambios", "Изменения", "التغييرات"),
    "documents": ("Documents", "文件", "Documents", "Documentos", "Документы", "الوثائق"),
    "add-to-calendar": (
        "Add to calendar", "添加到日历", "Ajouter au calendrier", "Añadir al calendario", "Добавить в календарь",
        "إضافة إلى التقويم"),
    "speakers": ("Speakers", "发言人", "Intervenants", "Ponentes", "Выступающие", "المتحدثون"),
    "sessions": ("Sessions", "会议", "Séances", "Sesiones", "Заседания", "الجلسات"),
    "parts": ("Parts", "各部分", "Parties", "Partes", "Части", "الأجزاء"),
    "policy-questions": (
        "Policy questions", "政策问题", "Questions de politique", "Cuestiones de política", "Вопросы политики",
        "أسئلة السياسات"),
    "not-scheduled": (
        "Not scheduled yet", "时间待定", "Horaire à fixer", "Sin horario todavía", "Время не назначено",
        "لم يُحدد موعدها بعد"),
    "release": ("Release {}", "第{}次发布", "Version {}", "Versión {}", "Выпуск {}", "الإصدار {}"),
    "draft": ("Draft", "草稿", "Projet", "Borrador", "Проект", "مسودة"),
    "times-of": (
        "Times are those of {}.", "时间均为{}当地时间。", "Les heures sont celles de {}.", "Las horas son las de {}.",
        "Время указано для {}.", "الأوقات بتوقيت {}."),
    "draft-notice": (
        "This is a draft as it stands now, not published yet. Please do not pass the link on.",
        "这是当前的草稿，尚未发布。请勿转发此链接。",
        "Ceci est un projet en l’état, non encore publié. Merci de ne pas transmettre ce lien.",
        "Esto es un borrador en su estado actual, aún sin publicar. No comparta el enlace.",
        "Это проект в его нынешнем виде, еще не опубликованный. Пожалуйста, не передавайте ссылку.",
        "هذه مسودة بوضعها الحالي لم تُنشر بعد. يُرجى عدم مشاركة الرابط."),
    "about-session": (
        "About this session", "会议详情", "À propos de cette séance", "Sobre esta sesión", "Об этом заседании",
        "عن هذه الجلسة"),
}
# The French and the Russian of a name would change with its gender and its case, so it stands in brackets.
_DELEGATES = ("Delegate of {}", "{}代表", "Délégation ({})", "Delegación ({})", "Делегат ({})", "ممثل {}")
_READ_BY = ("Read by {}", "由{}代为宣读", "Lecture par {}", "Lectura a cargo de {}", "Зачитывает {}", "يتلوها {}")
_NUMBERED = ("{} {}", "第{1}场{0}", "{} {}", "{} {}", "{} {}", "{} {}")
_PAIRS = ("{}: {}", "{}：{}", "{}\u202f: {}", "{}: {}", "{}: {}", "{}: {}")
_QUOTES = ("“{}”", "“{}”", "«\u202f{}\u202f»", "«{}»", "«{}»", "«{}»")
# fmt: on

_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# Plenaries and panels are numbered as in documents, Main Plenary III, where the script has such numerals.
_IN_ROMAN = {"plenary", "panel"}
_ROMAN_LANGUAGES = {"en", "fr", "es", "ru"}


def kind(slug: str, language: str) -> str:
    """Thematic Session: what a session is."""
    return _KINDS[slug][_column(language)]


def role(slug: str, language: str) -> str:
    """Onsite moderator: what somebody does in a session."""
    return _ROLES[slug][_column(language)]


def mode(slug: str, language: str) -> str:
    """By video link: how somebody takes part."""
    return _MODES[slug][_column(language)]


def attendance(credit: Tree, language: str) -> str:
    """By video link, read by Gong Ke: how somebody takes part, where that is not in the room."""
    if credit["read_by"]:
        return _READ_BY[_column(language)].format(credit["read_by"])
    return "" if credit["mode"] == "onsite" else mode(credit["mode"], language)


def status(slug: str, language: str) -> str:
    """Cancelled: what became of a session."""
    return _STATUSES[slug][_column(language)]


def partner(slug: str, language: str) -> str:
    """Co-organizer: what an organization is to an edition."""
    return _PARTNERS[slug][_column(language)]


def phrase(slug: str, language: str) -> str:
    """All rooms: what a rendering says by itself."""
    return _PHRASES[slug][_column(language)]


def phrases(language: str) -> dict[str, str]:
    """Every phrase by its slug, with underscores: what a page's template says by itself."""
    return {slug.replace("-", "_"): phrase(slug, language) for slug in _PHRASES}


def label(session: Tree, language: str) -> str:
    """Thematic Session 5, Main Plenary III: a session's kind and number; without a number, its kind."""
    slug, number = session["kind"], session["number"]
    if not number:
        return kind(slug, language)
    if language == "zh-hans" and slug == "part":
        return f"第{number}部分"
    has_numeral = slug in _IN_ROMAN and number < len(_ROMAN) and _LANGUAGES[_column(language)] in _ROMAN_LANGUAGES
    return _NUMBERED[_column(language)].format(kind(slug, language), _ROMAN[number] if has_numeral else number)


def heading(session: Tree, title: str, language: str) -> str:
    """Thematic Session 3: AI and the Workplace of the Future; other sessions carry their title, as in documents."""
    if session["kind"] == "thematic-session" and session["number"]:
        return pair(label(session, language), title, language)
    return title


def delegate_of(name: str, language: str) -> str:
    """Delegate of the organization of this name: whoever will take a seat that nobody has been named for."""
    return _DELEGATES[_column(language)].format(name)


def credit(slug: str, who: str, talk: str, language: str) -> str:
    """Onsite moderator: Gong Ke, President of … (“On trust”)."""
    return pair(role(slug, language), who, language) + (f" ({quoted(talk, language)})" if talk else "")


def pair(head: str, text: str, language: str) -> str:
    """Livestream: https://…; a label and what it labels."""
    return _PAIRS[_column(language)].format(head, text)


def quoted(text: str, language: str) -> str:
    """The text in the quotation marks of the language."""
    return _QUOTES[_column(language)].format(text)


def _column(language: str) -> int:
    return _LANGUAGES.index(language) if language in _LANGUAGES else 0
