"""Kinds, statuses and languages by the words that people and other programs have for them."""

import re

from forums.agenda import words

from .content import CLEAR
from .text import key

LANGUAGES = ("en", "zh-hans", "fr", "es", "ru", "ar")
KINDS = (
    "opening", "plenary", "thematic-session", "sub-forum", "youth-forum", "open-forum", "panel", "roundtable",
    "keynote", "qa", "seminar", "part", "break", "closing",
)  # fmt: skip
STATUSES = ("planned", "held", "cancelled")
# What a kind is called besides its own word in the six languages.
_KIND_ALIASES = {
    "opening": "opening ceremony, opening session, welcome, eröffnung, 开幕",
    "plenary": "main plenary, plenary session, plenum, 主论坛, 全会",
    "thematic-session": "thematic, thematic forum, parallel session, 专题会议, 平行论坛",
    "sub-forum": "subforum, 分会场",
    "youth-forum": "youth, 青年会议",
    "panel": "panel session, discussion, podium, podiumsdiskussion, 圆桌讨论, 对话",
    "roundtable": "round table, 圆桌",
    "keynote": "keynote speech, keynote address, 主题演讲",
    "qa": "q&a, questions, 提问",
    "seminar": "talk, lecture, presentation, workshop, tutorial, training, lightning talk, vortrag, session, meetup, "
    "paper, demo, conference, maintalk, devroom, lightningtalk, certification, 讲座, 工作坊, 演讲",
    "break": "coffee break, tea break, lunch, lunch break, dinner, reception, registration, pause, kaffeepause, "
    "mittagspause, 茶歇, 午餐, 晚餐, 午休, 签到",
    "closing": "closing ceremony, closing session, farewell, 闭幕",
}
_KIND_NAMES = (
    {key(alias): kind for kind, text in _KIND_ALIASES.items() for alias in text.split(", ")}
    | {key(words.kind(kind, language)): kind for kind in KINDS for language in LANGUAGES}
    | {key(kind): kind for kind in KINDS}
)
_STATUS_NAMES = {key(words.status(status, language)): status for status in STATUSES for language in LANGUAGES} | {
    "canceled": "cancelled", "confirmed": "planned", "scheduled": "planned", "done": "held", "取消": "cancelled",
}  # fmt: skip
_LANGUAGE_NAMES = {
    "en": "en, eng, english, englisch, anglais, inglés, английский, 英语, 英文, 英",
    "zh-hans": "zh, zho, chi, cn, chinese, mandarin, chinesisch, chinois, chino, 中文, 汉语, 普通话, 中",
    "fr": "fr, fra, fre, french, français, francés, französisch, 法语, 法文, 法",
    "es": "es, spa, spanish, español, espagnol, spanisch, 西班牙语, 西语, 西",
    "ru": "ru, rus, russian, русский, russe, ruso, russisch, 俄语, 俄文, 俄",
    "ar": "ar, ara, arabic, العربية, arabe, árabe, arabisch, 阿拉伯语, 阿语, 阿",
}
_CODES = {key(name): code for code, text in _LANGUAGE_NAMES.items() for name in text.split(", ")}
_TITLES = {
    "break": re.compile(
        r"\b(?:break|lunch|dinner|coffee|reception|registration)$|^(?:lunch|coffee|tea)\b|^mittagspause|^pause\b"
        r"|茶歇|午餐|午休|晚餐|签到|^休息", re.IGNORECASE
    ),
    "opening": re.compile(r"^(?:opening|official opening)\b|^开幕", re.IGNORECASE),
    "closing": re.compile(r"^closing\b|^闭幕", re.IGNORECASE),
}  # fmt: skip


def read_kind(text: str, remarks: list[str]) -> str:
    """The kind that the text names, empty where it names none that is known here; then a remark says so."""
    kind = _KIND_NAMES.get(key(text), "")
    if key(text) and not kind:
        remarks.append(f"“{text[:60]}” is not a kind of session known here.")
    return kind


def guess_kind(title: str, *, is_part: bool) -> str:
    """The kind of a session of which nobody said it."""
    found = next((kind for kind, pattern in _TITLES.items() if pattern.search(title)), None)
    return found or ("part" if is_part else "seminar")


def read_status(text: str) -> str:
    """The status that the text names, empty where it names none."""
    return _STATUS_NAMES.get(key(text), "")


def read_languages(text: str, remarks: list[str]) -> list[str] | None:
    """The languages in the text; those that are none of the six are told. None where nothing was understood."""
    if text in CLEAR:
        return []
    parts = [part for part in re.split(r"[,;/+|、，；&\n]|\band\b|\s+", text) if part]
    found = {part: _language(part) for part in parts}
    if unknown := [part for part, code in found.items() if not code]:
        remarks.append(f"{', '.join(unknown)[:60]}: not among the six languages of the United Nations, and left out.")
    codes = list(dict.fromkeys(code for code in found.values() if code))
    return codes or None


def _language(text: str) -> str:
    name = text.casefold().strip("()")
    return _CODES.get(key(name)) or _CODES.get(re.split("[-_]", name)[0], "")
