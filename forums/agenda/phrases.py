"""The phrases in which changes are told, in the six UN languages. Pure."""

from collections import Counter
from typing import Any

Tree = dict[str, Any]

_LANGUAGES = ("en", "zh-hans", "fr", "es", "ru", "ar")

# Each row in the order of the languages.
# fmt: off
_SENTENCES = {
    "added": ("Added", "新增", "Ajouté", "Añadido", "Добавлено", "أضيفت"),
    "removed": ("Withdrawn", "已撤下", "Retiré du programme", "Retirado del programa", "Снято с программы",
                "سُحبت من البرنامج"),
    "cancelled": ("Cancelled", "已取消", "Annulé", "Cancelado", "Отменено", "أُلغيت"),
    "reinstated": ("Takes place after all", "恢复举行", "Maintenu", "Se celebra finalmente", "Все же состоится",
                   "ستُعقد"),
    "moved": ("Moved from {0} to {1}", "由{0}改至{1}", "Déplacé\u202f: {0} → {1}", "Cambia de {0} a {1}",
              "Перенесено: {0} → {1}", "نُقلت من {0} إلى {1}"),
    "moved-anywhere": ("Moved to another time or room", "时间或会场有变", "Changement d’horaire ou de salle",
                       "Cambio de horario o de sala", "Изменены время или зал", "تغيّر الموعد أو القاعة"),
    "timed": ("Now takes place: {0}", "时间地点确定：{0}", "A lieu\u202f: {0}", "Tiene lugar: {0}", "Состоится: {0}",
              "تُعقد: {0}"),
    "untimed": ("Time to be confirmed", "时间待定", "Horaire à confirmer", "Horario por confirmar",
                "Время уточняется", "الموعد يُحدد لاحقا"),
    "unplaced": ("Room to be confirmed", "会场待定", "Salle à confirmer", "Sala por confirmar", "Зал уточняется",
                 "القاعة تُحدد لاحقا"),
    "ends": ("Ends at {1} instead of {0}", "结束时间由{0}改为{1}", "Se termine à {1} au lieu de {0}",
             "Termina a las {1} en lugar de las {0}", "Заканчивается в {1} вместо {0}", "تنتهي {1} بدلا من {0}"),
    "renamed": ("Renamed from {0} to {1}", "由{0}更名为{1}", "Nouveau titre\u202f: {1} au lieu de {0}",
                "Nuevo título: {1} en lugar de {0}", "Новое название: {1} вместо {0}", "تغيّر العنوان من {0} إلى {1}"),
    "renamed-elsewhere": ("Renamed", "已更名", "Nouveau titre", "Nuevo título", "Новое название", "تغيّر العنوان"),
    "numbered": ("Now {0}", "现为{0}", "Devient\u202f: {0}", "Ahora: {0}", "Теперь: {0}", "أصبحت: {0}"),
    "nested": ("Now part of {0}", "现属于{0}", "Fait désormais partie de {0}", "Ahora forma parte de {0}",
               "Теперь входит в {0}", "أصبحت جزءا من {0}"),
    "unnested": ("No longer part of {0}", "不再属于{0}", "Ne fait plus partie de {0}", "Ya no forma parte de {0}",
                 "Больше не входит в {0}", "لم تعد جزءا من {0}"),
    "track": ("Now in the track {0}", "现列入{0}专题", "Désormais dans la thématique {0}", "Ahora en el eje {0}",
              "Теперь в направлении {0}", "أصبحت ضمن مسار {0}"),
    "untracked": ("No longer in the track {0}", "不再列入{0}专题", "N’est plus dans la thématique {0}",
                  "Ya no está en el eje {0}", "Больше не в направлении {0}", "لم تعد ضمن مسار {0}"),
    "credits": ("Other speakers", "发言人有变", "Changement d’intervenants", "Cambio de ponentes",
                "Изменен состав выступающих", "تغيّر المتحدثون"),
    "credit-added": ("{0} joins ({1})", "{0}加入（{1}）", "{0} rejoint la séance ({1})", "{0} se incorpora ({1})",
                     "Добавлено участие: {0} ({1})", "ينضم {0} ({1})"),
    "credit-removed": ("{0} no longer takes part ({1})", "{0}不再参加（{1}）", "{0} ne participe plus ({1})",
                       "{0} ya no participa ({1})", "Больше не участвует: {0} ({1})", "لم يعد {0} مشاركا ({1})"),
    "credit-replaced": ("{0} replaces {2} ({1})", "{0}接替{2}（{1}）", "{0} remplace {2} ({1})",
                        "{0} sustituye a {2} ({1})", "{0} вместо {2} ({1})", "{0} بدلا من {2} ({1})"),
    "credit-role": ("{0}: {1} instead of {2}", "{0}：由{2}改为{1}", "{0}\u202f: {1} au lieu de {2}",
                    "{0}: {1} en lugar de {2}", "{0}: {1} вместо {2}", "{0}: {1} بدلا من {2}"),
    "credit-talk": ("{0}: new title of the talk", "{0}：发言题目有变", "{0}\u202f: nouveau titre de l’intervention",
                    "{0}: nuevo título de la ponencia", "{0}: новая тема выступления", "{0}: عنوان جديد للكلمة"),
    "credit-abstract": ("{0}: new abstract", "{0}：发言摘要有变", "{0}\u202f: nouveau résumé", "{0}: nuevo resumen",
                        "{0}: новые тезисы", "{0}: ملخص جديد"),
    "credit-read": ("{0}: read by {1}", "{0}：由{1}代为宣读", "{0}\u202f: lecture par {1}",
                    "{0}: lectura a cargo de {1}", "{0}: зачитывает {1}", "{0}: يتلوها {1}"),
    "credit-mode": ("{0}: {1}", "{0}：{1}", "{0}\u202f: {1}", "{0}: {1}", "{0}: {1}", "{0}: {1}"),
    "named": ("Speakers are named", "公布发言人姓名", "Les intervenants sont nommés", "Se nombra a los ponentes",
              "Выступающие называются по имени", "تُذكر أسماء المتحدثين"),
    "collective": ("Speakers are not named one by one", "不逐一公布发言人姓名",
                   "Les intervenants ne sont pas nommés individuellement", "No se nombra a los ponentes uno a uno",
                   "Выступающие не называются поименно", "لا تُذكر أسماء المتحدثين فرادى"),
    "chatham-house": ("Held under the Chatham House Rule", "适用查塔姆大厦规则",
                      "Se tient sous la règle de Chatham House",
                      "Se celebra bajo la regla de Chatham House", "Проводится по правилу Чатем-Хаус",
                      "تُعقد وفق قاعدة تشاتام هاوس"),
    "floor": ("Spoken on the floor: {0}", "会议语言：{0}", "Langues de la salle\u202f: {0}", "Idiomas de la sala: {0}",
              "Язык зала: {0}", "لغات القاعة: {0}"),
    "interpretation": ("Interpretation into: {0}", "同声传译：{0}", "Interprétation vers\u202f: {0}",
                       "Interpretación a: {0}", "Перевод на: {0}", "الترجمة الفورية إلى: {0}"),
    "none": ("none", "无", "aucune", "ninguno", "нет", "لا شيء"),
    "link-added": ("link added", "已提供链接", "lien ajouté", "enlace añadido", "ссылка добавлена", "أضيف الرابط"),
    "link-changed": ("link changed", "链接有变", "lien modifié", "enlace modificado", "ссылка изменена", "تغيّر الرابط"),
    "link-removed": ("link removed", "链接已撤下", "lien retiré", "enlace retirado", "ссылка снята", "أزيل الرابط"),
    "text": ("Description or details revised", "说明或详情有更新", "Description ou détails mis à jour",
             "Descripción o detalles actualizados", "Обновлены описание или сведения", "حُدّث الوصف أو التفاصيل"),
    "place-renamed": ("{0} is now called {1}", "{0}更名为{1}", "{0} s’appelle désormais {1}", "{0} pasa a llamarse {1}",
                      "{0}: новое название {1}", "{0} أصبح اسمها {1}"),
    "speaker": ("Name or titles of {0} updated", "{0}的姓名或职务有更新", "Nom ou titres mis à jour\u202f: {0}",
                "Nombre o cargos actualizados: {0}", "Обновлены имя или должности: {0}", "حُدّث اسم {0} أو مناصبه"),
    "edition": ("Details of the edition updated", "本届活动信息有更新", "Informations sur l’édition mises à jour",
                "Información de la edición actualizada", "Обновлены сведения о мероприятии", "حُدّثت معلومات الدورة"),
}
# How many of each kind, in a heading.
_COUNTS = {
    "added": ("{} added", "新增{}场", "ajouts\u202f: {}", "añadidos: {}", "добавлено: {}", "أضيفت: {}"),
    "moved": ("{} moved", "调整{}场", "déplacements\u202f: {}", "trasladados: {}", "перенесено: {}", "نُقلت: {}"),
    "renamed": ("{} renamed", "更名{}场", "nouveaux titres\u202f: {}", "nuevos títulos: {}", "переименовано: {}",
                "تغيّر عنوانها: {}"),
    "credits": ("{} with other speakers", "发言人变动{}场", "changements d’intervenants\u202f: {}",
                "cambios de ponentes: {}", "с изменением состава: {}", "تغيّر متحدثوها: {}"),
    "cancelled": ("{} cancelled", "取消{}场", "annulations\u202f: {}", "cancelados: {}", "отменено: {}", "أُلغيت: {}"),
    "reinstated": ("{} reinstated", "恢复{}场", "maintenus\u202f: {}", "restablecidos: {}", "восстановлено: {}",
                   "أُعيدت: {}"),
    "removed": ("{} withdrawn", "撤下{}场", "retraits\u202f: {}", "retirados: {}", "снято: {}", "سُحبت: {}"),
    "other": ("{} corrected", "更正{}处", "corrections\u202f: {}", "correcciones: {}", "исправлено: {}", "تصحيحات: {}"),
}
_HEADINGS = {
    "release": ("Release {0}: {1}", "第{0}版：{1}", "Version {0}\u202f: {1}", "Versión {0}: {1}", "Выпуск {0}: {1}",
                "الإصدار {0}: {1}"),
    "first": ("first publication", "首次发布", "première publication", "primera publicación", "первая публикация",
              "النشر الأول"),
    "corrections": ("corrections", "更正", "corrections", "correcciones", "исправления", "تصحيحات"),
    "first-in-full": ("The agenda is published for the first time.", "议程首次发布。",
                      "Le programme est publié pour la première fois.", "El programa se publica por primera vez.",
                      "Программа публикуется впервые.", "يُنشر البرنامج لأول مرة."),
    "corrections-in-full": (
        "Corrections only: every session keeps its time, its room, its title and its speakers.",
        "仅作更正：各场会议的时间、会场、标题和发言人不变。",
        "Corrections seulement\u202f: chaque séance garde son horaire, sa salle, son titre et ses intervenants.",
        "Solo correcciones: cada sesión mantiene su horario, su sala, su título y sus ponentes.",
        "Только исправления: время, залы, названия и состав выступающих прежние.",
        "تصحيحات فقط: تبقى مواعيد الجلسات وقاعاتها وعناوينها ومتحدثوها كما هي."),
}
# Languages as readers of each call them.
_NAMES = {
    "en": ("English", "英文", "anglais", "inglés", "английский", "الإنكليزية"),
    "zh-hans": ("Chinese", "中文", "chinois", "chino", "китайский", "الصينية"),
    "fr": ("French", "法文", "français", "francés", "французский", "الفرنسية"),
    "es": ("Spanish", "西班牙文", "espagnol", "español", "испанский", "الإسبانية"),
    "ru": ("Russian", "俄文", "russe", "ruso", "русский", "الروسية"),
    "ar": ("Arabic", "阿拉伯文", "arabe", "árabe", "арабский", "العربية"),
}
_COMMAS = (", ", "、", ", ", ", ", ", ", "، ")
_SEMICOLONS = ("; ", "；", "\u202f; ", "; ", "; ", "؛ ")
_STOPS = (".", "。", ".", ".", ".", ".")
# fmt: on


def sentence(name: str, language: str) -> str:
    """Moved from {0} to {1}: without its stop, for others to fill in."""
    return _SENTENCES[name][_column(language)]


def tongue(code: str, language: str) -> str:
    """French: a language, as the reader calls it."""
    return _NAMES[code][_column(language)]


def comma(language: str) -> str:
    """What stands between the members of a list."""
    return _COMMAS[_column(language)]


def semicolon(language: str) -> str:
    """What stands between two clauses."""
    return _SEMICOLONS[_column(language)]


def stop(language: str) -> str:
    """What ends a sentence."""
    return _STOPS[_column(language)]


def heading(version: int, changes: list[Tree], language: str, *, is_first: bool = False) -> str:
    """Release 2: 1 added, 2 moved."""
    column = _column(language)
    counts = Counter(change["kind"] if change["kind"] in _COUNTS else "other" for change in changes)
    told = comma(language).join(_COUNTS[kind][column].format(counts[kind]) for kind in _COUNTS if counts[kind])
    told = _HEADINGS["first"][column] if is_first else told or _HEADINGS["corrections"][column]
    return _HEADINGS["release"][column].format(version, told)


def first_publication(language: str) -> str:
    """What there is to tell of a first release."""
    return _HEADINGS["first-in-full"][_column(language)]


def corrections_only(language: str) -> str:
    """What there is to tell of a release in which only small things changed."""
    return _HEADINGS["corrections-in-full"][_column(language)]


def _column(language: str) -> int:
    return _LANGUAGES.index(language) if language in _LANGUAGES else 0
