"""What mails say: the texts as shipped, and how a text's placeholders are filled. Pure.

A placeholder is a word in braces out of a closed list, ``{name}``; nothing else in braces is taken, so a text that the
office edits can neither fail when it is sent nor reach anything but these words (never ``str.format``).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Put in as the mail leaves, never before: links are kept nowhere.
LINK = "{link}"
SUBJECT_LIMIT = 300

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

# What each placeholder stands for, as the office is told; those of several lines are not for subjects.
PLACEHOLDERS = {
    "name": "the person, as styled in the programme",
    "forum": "the forum",
    "edition": "the edition’s title",
    "dates": "its first and last day",
    "place": "venue, city and country",
    "contact": "the forum’s address for questions",
    "role": "what they are invited as",
    "answer_by": "the last day for an answer",
    "link": "their private link",
    "sessions": "their sessions, one a line",
    "changes": "what changed for them, one a line",
    "agenda": "the address of the programme",
    "field": "what they asked to change",
    "outcome": "whether it was accepted or refused",
    "reason": "why",
    "count": "how many have not answered",
    "missing": "who has not answered, one a line",
    "message": "what the office should know",
}
_LONG = frozenset({"link", "sessions", "changes", "missing", "message", "reason"})
_GENERAL = ("name", "forum", "edition", "dates", "place", "contact")
_ALLOWED = {
    "invitation": (*_GENERAL, "role", "answer_by", "link"),
    "reminder": (*_GENERAL, "role", "answer_by", "link"),
    "confirmation": (*_GENERAL, "role", "link"),
    "change": (*_GENERAL, "changes", "agenda"),
    "decision": (*_GENERAL, "field", "outcome", "reason"),
    "digest": ("forum", "edition", "dates", "place", "count", "missing"),
    "alert": ("forum", "edition", "dates", "place", "message"),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject and a body, with placeholders or filled."""

    subject: str
    body: str


def allowed(kind: str, part: str) -> list[str]:
    """The placeholders that a part ("subject" or "body") of this kind of mail may have."""
    return [name for name in _ALLOWED[kind] if part == "body" or name not in _LONG]


def find_mistake(kind: str, part: str, text: str) -> str:
    """What is wrong with a text's braces, saying what is possible; empty if nothing."""
    possible = allowed(kind, part)
    unknown = [name for name in _PLACEHOLDER.findall(text) if name not in possible]
    rest = _PLACEHOLDER.sub("", text)
    if not unknown and "{" not in rest and "}" not in rest:
        return ""
    what = ", ".join(f"{{{name}}}" for name in dict.fromkeys(unknown)) or "A brace that belongs to no placeholder"
    choice = ", ".join(f"{{{name}}}" for name in possible)
    return f"{what}: not possible here. Use braces only for {choice}."


def fill(letter: Letter, values: Mapping[str, str]) -> Letter:
    """The letter with its placeholders filled, but for the link. A placeholder without a value is left out.

    What people typed is only ever put in, never read: a name that looks like a placeholder stays a name.
    """

    def value(match: re.Match[str]) -> str:
        if match[0] == LINK:
            return LINK
        # The link is put in later, by the same sign.
        return values.get(match[1], "").replace(LINK, "{ link }")

    subject = " ".join(_PLACEHOLDER.sub(value, letter.subject).split())
    if len(subject) > SUBJECT_LIMIT:
        subject = subject[: SUBJECT_LIMIT - 1] + "…"
    return Letter(subject, _PLACEHOLDER.sub(value, letter.body))


def shipped(kind: str, language: str) -> Letter | None:
    """The text that comes with Plenary; None in a language without one. English has them all."""
    return _SHIPPED[kind].get(language)


_SHIPPED = {
    "invitation": {
        "en": Letter(
            "Invitation to {edition}",
            """\
Dear {name},

The {forum} invites you to {edition}.

When: {dates}
Where: {place}
Your part: {role}

Please tell us by {answer_by} whether you can come. Your private page is here:

{link}

It needs no account. You can accept there, or decline and name someone to come instead. The link is meant for you \
alone; please do not pass it on.

For any question, write to {contact}.

The secretariat
{forum}
""",
        ),
        "zh-hans": Letter(
            "{edition}邀请函",
            """\
尊敬的{name}：

{forum}诚邀您出席{edition}。

时间：{dates}
地点：{place}
邀请您担任：{role}

请于{answer_by}之前回复能否出席。您的专属页面如下：

{link}

无需注册账户。您可以在该页面接受邀请，也可以谢绝并推荐他人代为出席。此链接仅供您本人使用，请勿转发。

如有疑问，请致信 {contact}。

{forum}
秘书处
""",
        ),
    },
    "reminder": {
        "en": Letter(
            "Your answer: {edition}",
            """\
Dear {name},

We wrote to you about {edition} ({dates}, {place}), to which you are invited as: {role}. We have not had your answer \
yet and would be glad of it by {answer_by}:

{link}

If you cannot come, you can say so there and name someone else. For any question, write to {contact}.

The secretariat
{forum}
""",
        ),
        "zh-hans": Letter(
            "敬请回复：{edition}",
            """\
尊敬的{name}：

我们曾致函邀请您出席{edition}（{dates}，{place}），担任：{role}。目前尚未收到您的回复，烦请于{answer_by}之前告知：

{link}

如不能出席，可在该页面说明并推荐他人。如有疑问，请致信 {contact}。

{forum}
秘书处
""",
        ),
    },
    "confirmation": {
        "en": Letter(
            "Thank you for accepting: {edition}",
            """\
Dear {name},

Thank you for accepting our invitation to {edition} ({dates}, {place}).

On your private page you can now check how your name and titles are printed, and give us your biography, your photo \
and what you need for your stay. You can save at any time and come back later:

{link}

For any question, write to {contact}.

The secretariat
{forum}
""",
        ),
        "zh-hans": Letter(
            "感谢您接受邀请：{edition}",
            """\
尊敬的{name}：

感谢您接受邀请，出席{edition}（{dates}，{place}）。

请在您的专属页面核对姓名与头衔的写法，并提供简介、照片及行程需求。内容可随时保存，稍后继续填写：

{link}

如有疑问，请致信 {contact}。

{forum}
秘书处
""",
        ),
    },
    "change": {
        "en": Letter(
            "The programme has changed for you: {edition}",
            """\
Dear {name},

The programme of {edition} was published anew. This is what changed for you:

{changes}

Your sessions are attached as a calendar file. The whole programme: {agenda}

For any question, write to {contact}.

The secretariat
{forum}
""",
        ),
        "zh-hans": Letter(
            "您的日程有变动：{edition}",
            """\
尊敬的{name}：

{edition}日程已重新发布。与您有关的变动如下：

{changes}

您的场次见所附日历文件。完整日程：{agenda}

如有疑问，请致信 {contact}。

{forum}
秘书处
""",
        ),
    },
    "decision": {
        "en": Letter(
            "Your change was {outcome}: {edition}",
            """\
Dear {name},

You asked us to change this in the programme of {edition}: {field}. Your change was {outcome}.

{reason}

For any question, write to {contact}.

The secretariat
{forum}
""",
        ),
        "zh-hans": Letter(
            "修改申请{outcome}：{edition}",
            """\
尊敬的{name}：

您申请修改{edition}日程中的以下内容：{field}。结果：{outcome}。

{reason}

如有疑问，请致信 {contact}。

{forum}
秘书处
""",
        ),
    },
    "digest": {
        "en": Letter(
            "{count} still to answer: {edition}",
            """\
These persons have not answered their invitation to {edition} yet:

{missing}
""",
        ),
        "zh-hans": Letter(
            "尚有{count}人未回复：{edition}",
            """\
以下人员尚未回复{edition}的邀请：

{missing}
""",
        ),
    },
    "alert": {
        "en": Letter("{edition}: please look", "{message}\n"),
        "zh-hans": Letter("{edition}：请留意", "{message}\n"),
    },
}
