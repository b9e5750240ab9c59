"""What a document writes by itself in Chinese, in simplified letters. Pure.

Titles go before a name, a scope before its number; sentences follow each other without a space. Numbers, dates and
headings as in official documents (GB/T 15835-2011, GB/T 9704-2012): 2022年12月9日至10日, 1000万, 一、（一）1.
"""

from collections.abc import Sequence
from datetime import date

from reports.paper.numbering import han

CHAPTERS = {
    "about": "关于论坛",
    "outcomes": "论坛成果",
    "summaries": "发言摘要",
    "next-step": "下一步工作",
    "figures": "数说论坛",
    "instruments": "文件目录",
    "commitments": "行动承诺",
    "agenda": "会议日程",
    "speakers": "发言人",
    "organizations": "参与机构",
    "balance": "发言人构成",
    "takeaways": "要点",
    "workstream": "工作内容与时间安排",
}
KINDS = {
    "outcome-document": "成果文件",
    "white-paper": "白皮书",
    "programme": "会议日程",
    "report": "报告",
    "report-framework": "报告框架",
}
CONTENTS = "目录"
INDEX = "发言人索引"
INDEX_NOTE = "按姓名的拉丁字母（汉语拼音）顺序排列；页码指向各人的发言摘要。"
DRAFT = "草案"
STAGES = {
    "draft": "草案",
    "review": "征求意见稿",
    "final": "定稿",
    "revision": "修订版",
    "corrigendum": "更正",
    "addendum": "增编",
}
CORRECTIONS = "更正"
CORRECTED = "：“{before}”应为“{after}”。"
INSERTED = "：增加“{after}”。"
DELETED = "：删除“{before}”。"
ADDENDUM = "增编"
VERIFY = "本文件由论坛的记录汇编而成，可据以逐字节重新生成。"
THEMATIC_SESSIONS = "专题论坛"
CONCLUSION = "小结"
RESTS_ON = "依据："
INSTRUMENTS_NOT_CITED = "发言中提及的其他文件"
EARLIER_CALLS = "往届行动呼吁的落实情况"
NEW_CALLS = "本届论坛的行动呼吁"
EVIDENCE = "参见"
SAID_AS = {"contribution": "", "question": "提问", "answer": "回答"}
ONLINE = "线上"

SPACE = ""
ENUMERATION = "，"
SEPARATOR = "；"
COLON = "："
RUN_IN = "："
AFTER_TITLE = "。"

# The measure word, and what is counted.
_COUNTED = {
    "participants": ("名", "与会者"),
    "speakers": ("位", "发言嘉宾"),
    "organizations": ("家", "机构"),
    "countries": ("个", "国家"),
    "partners": ("家", "合作机构"),
    "journalists": ("名", "记者"),
    "media-outlets": ("家", "媒体"),
    "news-reports": ("篇", "报道"),
    "livestream-views": ("次", "观看"),
    "reposts": ("次", "转发"),
    "plenaries": ("场", "主论坛"),
    "thematic-sessions": ("场", "专题论坛"),
    "sub-forums": ("场", "分论坛"),
    "youth-forums": ("场", "青年论坛"),
}
FIGURE_LABELS = {
    "participants": "与会者",
    "speakers": "发言嘉宾",
    "organizations": "参会机构",
    "countries": "国家",
    "partners": "合作机构",
    "journalists": "记者",
    "media-outlets": "媒体",
    "news-reports": "新闻报道",
    "livestream-views": "直播观看次数",
    "reposts": "转发次数",
    "plenaries": "主论坛",
    "thematic-sessions": "专题论坛",
    "sub-forums": "分论坛",
    "youth-forums": "青年论坛",
}
_QUALIFIERS = {"exactly": "", "over": "超过", "more-than": "逾", "nearly": "近", "about": "约"}


def chapter_number(place: int) -> str:
    return f"{han(place)}、"


def section_number(place: int) -> str:
    return f"（{han(place)}）"


def session_number(place: int) -> str:
    return f"（{han(place)}）"


def part_number(place: int) -> str:
    return f"{place}."


def item_number(place: int) -> str:
    return f"（{place}）"


def series(words: Sequence[str]) -> str:
    """A、B和C; a last word that has an “and” of its own is joined by 以及."""
    if len(words) == 1:
        return words[0]
    joint = "以及" if any(mark in word for word in words for mark in "和与及、") else "和"
    return "、".join(words[:-1]) + joint + words[-1]


def listing(words: Sequence[str]) -> str:
    """A，B，C: where the parts have marks of their own."""
    return "，".join(words)


def day(when: date) -> str:
    """2023年3月31日."""
    return f"{when.year}年{when.month}月{when.day}日"


def days(first: date | None, last: date | None, when: str = "") -> str:
    """2022年12月9日至10日; 2022年11月30日至12月2日; or the words for a date that is not set."""
    if first is None or last is None:
        return when
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{day(first)}至{day(last)}"
    return f"{day(first)}至" + (f"{last.month}月" if first.month != last.month else "") + f"{last.day}日"


def number(value: int) -> str:
    """1000万; 16万; 2.5亿; 1500."""
    for unit, name in ((100_000_000, "亿"), (10_000, "万")):
        if value >= unit and value % (unit // 10) == 0:
            return f"{value / unit:.1f}".removesuffix(".0") + name
    return str(value) if value < 10_000 else f"{value:,}"


def amount(qualifier: str, value: int | None) -> str:
    """超过1000万; 70; 若干."""
    return "若干" if value is None else _QUALIFIERS[qualifier] + number(value)


def counted(kind: str, qualifier: str, value: int | None, *, scope: str = "", in_words: bool = False) -> str:
    """国内外逾60名记者; 三场主论坛 (``in_words``); 若干场分论坛."""
    measure, noun = _COUNTED[kind]
    if in_words and value is not None and value <= 10:
        return f"{scope}{_QUALIFIERS[qualifier]}{_how_many(value)}{measure}{noun}"
    return f"{scope}{amount(qualifier, value)}{measure}{noun}"


def _how_many(value: int) -> str:
    """Two before a measure word is 两."""
    return "两" if value == 2 else han(value)


def the(name: str, *, takes_article: bool) -> str:
    """Chinese has no article."""
    return name


def around_name(titles: Sequence[str]) -> tuple[str, str]:
    """Before the name: 清华大学校长王希勤. A title in Latin letters is kept apart from what follows it."""
    before = "、".join(titles)
    return (f"{before} " if before and before[-1].isascii() else before), ""


def hosted(hosts: Sequence[str], organizers: Sequence[str]) -> str:
    """论坛由甲主办、乙承办。"""
    parts = [f"{series(names)}{does}" for names, does in ((hosts, "主办"), (organizers, "承办")) if names]
    return f"论坛由{'、'.join(parts)}。" if parts else ""


def held(*, forum: str, edition_number: int, year: int, dates: str, format_: str, place: str, theme: str) -> str:
    """第三届论坛于2022年12月9日至10日以线上方式举行，主题为“…”。"""
    subject = f"{'首' if edition_number == 1 else f'第{han(edition_number)}'}届{forum}"
    where = f"在{place}" if place and format_ != "online" else ""
    how = {"online": "以线上方式", "hybrid": "以线上线下相结合的方式", "onsite": ""}[format_]
    theme = f"，主题为“{theme}”" if theme else ""
    return f"{subject}于{dates or f'{year}年'}{where}{how}举行{theme}。"


def structured(parts: Sequence[str]) -> str:
    return f"论坛设有{series(parts)}。" if parts else ""


def gathered(people: tuple[str, str], organizations: tuple[str, str], countries: tuple[str, str]) -> str:
    """来自20个国家（包括…）的超过70位发言嘉宾（包括…）参加了论坛。"""
    origins = [_detailed(origin) for origin in (organizations, countries) if origin[0]]
    if not people[0]:
        return f"与会者来自{series(origins)}。" if origins else ""
    return f"{f'来自{series(origins)}的' if origins else ''}{_detailed(people)}参加了论坛。"


def _detailed(told: tuple[str, str]) -> str:
    words, detail = told
    return f"{words}（{detail}）" if detail else words


def attended(participants: str) -> str:
    return f"论坛共吸引{participants}。" if participants else ""


def covered(journalists: str, outlets: str, reports: str) -> str:
    """国内外超过40家媒体的逾60名记者关注了论坛，发布逾160篇报道。"""
    who = f"{outlets}的{journalists}" if outlets and journalists else outlets or journalists
    if not who:
        return f"论坛共获得{reports}。" if reports else ""
    return f"{who}关注了论坛" + (f"，发布{reports}。" if reports else "。")


def watched(views: str, reposts: str) -> str:
    if not views:
        return f"论坛消息获得{reposts}。" if reposts else ""
    return f"论坛直播获得{views}" + (f"，另有{reposts}。" if reposts else "。")


def partnered(international: Sequence[str], supporting: Sequence[str], partners: Sequence[str], count: str) -> str:
    """国际支持机构为甲，支持机构为乙，合作机构为丙和丁。"""
    parts = [
        f"{role}为{series(names)}"
        for role, names in (("国际支持机构", international), ("支持机构", supporting))
        if names
    ]
    if count:
        parts.append(f"{count}参与支持" + (f"，其中包括{series(partners)}" if partners else ""))
    elif partners:
        parts.append(f"合作机构为{series(partners)}")
    return f"{'，'.join(parts)}。" if parts else ""


def featured(guests: Sequence[str]) -> str:
    return f"特邀嘉宾有：{listing(guests)}。" if guests else ""


def delivered(title: str, recipients: Sequence[str], occasions: Sequence[str]) -> str:
    """论坛成果《…》已提交外交部，并在2021年二十国集团峰会期间发布。"""
    steps = [f"已提交{series(recipients)}"] if recipients else []
    if occasions:
        steps.append(f"{'并' if steps else '已'}在{series(occasions)}期间发布")
    return f"论坛成果《{title}》{'，'.join(steps)}。" if steps else ""


def occasion(words: str, year: int | None) -> str:
    """2021年二十国集团峰会."""
    return f"{year}年{words}" if year and str(year) not in words else words


def untitled(kind: str, forum: str, year: int) -> str:
    return f"{year}年{forum}{KINDS[kind]}"


def running_head(kind: str, edition: str) -> str:
    return f"{edition}{kind}"


def themed(title: str, theme: str) -> str:
    return f"{title}的主题为“{theme}”。"


def session_reference(kind: str, number_: int | None, title: str) -> str:
    """专题论坛三; other sessions by their title."""
    return f"专题论坛{han(number_)}" if kind == "thematic-session" and number_ else title


def session_heading(kind: str, number_: int | None, title: str) -> str:
    """专题论坛三：人工智能与未来职场; other sessions carry their title."""
    return f"专题论坛{han(number_)}：{title}" if kind == "thematic-session" and number_ else title


def delegate(organization: str) -> str:
    return f"{organization}代表"


def point(number_: int) -> str:
    return f"第{han(number_)}，"


def agreed(convergence: str) -> str:
    return {
        "rough-consensus": "（基本达成共识）",
        "views-differ": "（意见不一）",
        "single-view": "（个别意见）",
    }.get(convergence, "")


def dissent(number_: int | None) -> str:
    return f"对第（{number_}）点的不同意见：" if number_ else "不同意见："


def cited(title: str, year: int | None) -> str:
    return entitled(title) + (f"（{year}年）" if year else "")


def entitled(title: str) -> str:
    """With title marks, unless it has its own or is not in Chinese."""
    is_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in title)
    return f"《{title}》" if is_chinese and not title.startswith("《") else title


_INSTRUMENTS = {
    "recommendation": "建议书",
    "declaration": "宣言",
    "initiative": "倡议",
    "regulation": "条例",
    "act": "法律",
    "code": "行为或伦理准则",
    "policy": "政策",
    "strategy": "战略",
    "position-paper": "立场文件",
    "report": "报告",
    "standard": "标准",
    "agenda": "议程",
    "compact": "契约",
}


def instrument(*, issuer: str, kind: str, adopted: str, status: str, signatories: str) -> str:
    """联合国教科文组织；建议书；2021年11月23日通过；签署方：193个会员国。"""
    when = {
        "": "尚未通过",
        "adopted": f"{adopted}通过" if adopted else "已通过",
        "in-force": f"{adopted}通过，现行有效" if adopted else "现行有效",
        "announced": f"{adopted}宣布" if adopted else "已宣布",
        "proposed": f"{adopted}提出" if adopted else "已提出",
        "in-preparation": "制定中",
    }[status]
    signed = f"签署方：{signatories}" if signatories else ""
    return f"{'；'.join(part for part in (issuer, _INSTRUMENTS[kind], when, signed) if part)}。"


_CALL_STANDS = {
    "open": "尚待回应",
    "answered": "已获回应",
    "under-way": "正在落实",
    "done": "已经落实",
    "dropped": "已经放弃",
}


def calls_told(counts: Sequence[tuple[str, int]], day_: str) -> str:
    """截至2023年3月31日，往届论坛提出的五项行动呼吁中，三项已经落实，两项尚待回应。"""
    total = sum(count for _, count in counts)
    told = f"截至{day_}，往届论坛的{_several(total)}行动呼吁"
    if len(counts) == 1:
        return f"{told}{'均' if total > 1 else ''}{_CALL_STANDS[counts[0][0]]}。"
    return f"{told}中，{'，'.join(f'{_several(count)}{_CALL_STANDS[status]}' for status, count in counts)}。"


def _several(count: int) -> str:
    return f"{_how_many(count) if count <= 10 else count}项"


def first_made(year: int) -> str:
    return f"（{year}年首次提出。）"


def unanswered(day_: str) -> str:
    return f"截至{day_}，尚无回应记录。"


def call_state(status: str, on: str, *, told: bool) -> str:
    return f"截至{on}{_CALL_STANDS[status]}{'：' if told else '。'}"


def figures_caption(years: Sequence[int]) -> str:
    return f"数说论坛（{_span(years)}）"


def figures_lead() -> str:
    return "数字按来源所载刊印；短横线表示没有来源给出该数字。"


def figure_of(kind: str, year: int) -> str:
    return f"{year}年{FIGURE_LABELS[kind]}"


def source_note(source: str, labels: Sequence[str]) -> str:
    return f"资料来源：{source}" + (f"（{'、'.join(labels)}）。" if labels else "。")


def chart_caption(years: Sequence[int]) -> str:
    return f"论坛的影响力（{_span(years)}）"


def _span(years: Sequence[int]) -> str:
    return f"{years[0]}—{years[-1]}年" if len(years) > 1 else f"{years[0]}年"


def chart_alt(rows: Sequence[tuple[str, Sequence[tuple[int, str]]]]) -> str:
    sentences = [
        f"{name}：" + "，".join(f"{year}年{shown or '不详'}" for year, shown in values) for name, values in rows
    ]
    return f"条形图。{'。'.join(sentences)}。"


# The programme, who spoke, who took part; the report of a session or of a workstream.

UNSCHEDULED = "时间待定"
NOT_HELD = "未举行的会议"
LED_BY = "牵头人"
TIMETABLE = "时间安排"
SPEAKERS_BY_ROLE = {
    "chair": "主席",
    "presiding": "主持会议",
    "opening-remarks": "开幕致辞",
    "keynote": "主旨演讲",
    "speech": "演讲",
    "presentation": "专题报告",
    "panelist": "讨论嘉宾",
    "discussant": "评议人",
    "onsite-moderator": "现场主持人",
    "online-moderator": "线上主持人",
    "rapporteur": "报告员",
    "concluding-remarks": "总结发言",
}
ORGANIZATIONS_BY_ROLE = {
    "host": "主办单位",
    "organizer": "承办单位",
    "co-organizer": "协办单位",
    "international-supporting": "国际支持机构",
    "supporting": "支持机构",
    "partner": "合作机构",
    "media": "合作媒体",
    "sponsor": "赞助单位",
}
BALANCE_BY = {
    "region": "发言人地区分布",
    "organization kind": "发言人所属机构类型",
    "gender": "发言人性别",
    "mode": "发言方式",
}
REGIONS = {
    "Africa": "非洲",
    "Americas": "美洲",
    "Asia": "亚洲",
    "Europe": "欧洲",
    "Oceania": "大洋洲",
}
ORGANIZATION_KINDS = {
    "government": "政府部门",
    "intergovernmental": "政府间组织",
    "university": "高等院校",
    "research": "科研机构",
    "company": "企业",
    "association": "行业协会与学会",
    "civil-society": "民间社会组织",
    "media": "媒体",
    "other": "其他机构",
}
GENDERS = {
    "female": "女",
    "male": "男",
}
BALANCE_SPEAKERS = "发言人"
BALANCE_PARTS = "发言"
BALANCE_SHARE = "占比"
NOT_STATED = "未注明"
OTHERS_OR_NOT_STATED = "其他或未注明"
FRAMEWORK = (
    ("背景", "说明为何开展这项工作、以何为基础、依据何种授权。"),
    ("范围与问题", "列出报告所回答的问题，以及留待他人研究的问题。"),
    ("方法", "说明征求了谁的意见、如何收集证据、如何处理分歧。"),
    ("发现", "每段写一项发现，并附其依据。"),
    ("建议", "逐项说明建议内容、建议对象和完成时间。"),
    ("后续步骤", "说明如何提出意见、由谁处理、报告何时发布。"),
)

_WEEKDAYS = "一二三四五六日"


def weekday(when: date) -> str:
    """2022年12月9日（星期五）."""
    return f"{day(when)}（星期{_WEEKDAYS[when.weekday()]}）"


def programme_lead(day_: str, *, held: bool) -> str:
    if held:
        return "以下为实际举行的会议日程；与原计划不同之处在各场会议下注明。"
    return f"以下为截至{day_}的会议日程。"


def planned(time: str) -> str:
    return f"原定时间：{time}。"


def in_room(room: str) -> str:
    return f"（{room}）"


def in_place_of(name: str) -> str:
    return f"代替{name}"


def remarks(told: Sequence[str]) -> str:
    return f"（{'；'.join(told)}）" if told else ""


def balance_lead(count: int) -> str:
    return f"以下统计会议日程中署名的{count}位发言人；不足五人的自述情况不单独列出。"


def share(part: float) -> str:
    return f"{part:.0%}"


def led(name: str, role: str) -> str:
    return f"{name}（{role}）" if role else name


def milestone(title: str, on: str, place: str) -> str:
    where = "，".join(part for part in (on, place) if part)
    return f"{where}：{title}" if where else title
