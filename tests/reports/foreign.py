"""Papers with every kind of block in languages that are not written as English is."""

from dataclasses import replace

from reports.assembly.wordings import arabic, russian
from reports.paper.content import (
    Chart,
    IndexEntry,
    ListBlock,
    ListItem,
    Meta,
    Paper,
    Paragraph,
    Run,
    Section,
    Series,
    Table,
    Words,
)


def _words(wording):
    return Words(
        contents=wording.CONTENTS,
        index=wording.INDEX,
        index_note=wording.INDEX_NOTE,
        draft=wording.DRAFT,
        verify=wording.VERIFY,
    )


_META = Meta(
    kind="", title="", subtitle="", theme="", forum="", year="2022", dates="", place="", date="2022-12-20", issued="",
    issuers=(), symbol="FAI/2022/1", stage="", draft=True, running_head="", website="https://example.org/",
    contact="forum@example.org",
)  # fmt: skip

ARABIC = Paper(
    "ar",
    replace(
        _META,
        kind=arabic.KINDS["outcome-document"],
        title="المنتدى الدولي للتعاون في مجال الذكاء الاصطناعي وحوكمته",
        theme="حوكمة الذكاء الاصطناعي من أجل مستقبل قادر على الصمود",
        forum="منتدى الذكاء الاصطناعي",
        dates="9–10 كانون الأول/ديسمبر 2022",
        place=arabic.ONLINE,
        issued="20 كانون الأول/ديسمبر 2022",
        issuers=("معهد الحوكمة",),
        stage=arabic.STAGES["draft"],
        running_head=arabic.running_head(arabic.KINDS["outcome-document"], "منتدى الذكاء الاصطناعي 2022"),
    ),
    _words(arabic),
    (
        Section(
            "c1",
            arabic.chapter_number(1),
            arabic.CHAPTERS["about"],
            (
                Paragraph("lead", (Run("يجمع المنتدى كل عام صانعي السياسات والعلماء والشركات."),), "lead"),
                Paragraph(
                    "xue",
                    (
                        Run("قالت "),
                        Run("هند العلي", strong=True, index="hind"),
                        Run("، نقلا عن "),
                        Run("Xue Lan", lang="en"),
                        Run(" ("),
                        Run("薛澜", lang="zh-Hans"),
                        Run("): إن "),
                        Run("الثقة", emph=True),
                        Run(" تُبنى على مدى سنوات، من 2020 إلى 2022، انظر "),
                        Run("موقع المنتدى", href="https://example.org/a"),
                        Run(" والفقرة "),
                        Run("أولا", ref="point"),
                        Run(" (بنسبة 12.5%)."),
                    ),
                    "speaker",
                ),
                Paragraph("point", (Run("أولا:", strong=True), Run(" ينبغي وضع قواعد مشتركة.")), "point"),
                Paragraph("dissent", (Run("رأي مخالف:", emph=True), Run(" القواعد القائمة كافية.")), "note"),
                Paragraph("all", (Run("اتفق المشاركون جميعا على ذلك."),), "collective"),
                ListBlock(
                    "l",
                    (
                        ListItem("(1)", (Run("الشفافية وقابلية التفسير"),), (ListItem("•", (Run("في الصحة"),)),)),
                        ListItem("(2)", (Run("حماية الخصوصية"),)),
                    ),
                ),
                Table(
                    "t",
                    arabic.figures_caption([2020, 2022]),
                    ("", "2020", "2022"),
                    ("l", "r", "r"),
                    (
                        (arabic.FIGURE_LABELS["speakers"], arabic.amount("exactly", 70), arabic.amount("over", 100)),
                        (arabic.FIGURE_LABELS["livestream-views"], arabic.amount("over", 10_000_000), "–"),
                        (arabic.FIGURE_LABELS["participants"], arabic.amount("exactly", 160_000), "–"),
                    ),
                    (arabic.source_note("الوثيقة الختامية 2022", []),),
                ),
                Chart(
                    "c",
                    arabic.chart_caption([2020, 2022]),
                    "رسم بياني",
                    ("2020", "2022"),
                    (Series(arabic.FIGURE_LABELS["speakers"], (70.0, 100.0), ("70", arabic.amount("over", 100))),),
                ),
            ),
            (Section("s", "1 -", "الجلسة العامة", (), (Section("s1", "(1)", "حلقة النقاش", (), ()),)),),
        ),
    ),
    (IndexEntry("hind", "هند العلي", "Alali, Hind", "عميدة كلية الحاسوب", "alali", "A"),),
)

RUSSIAN = Paper(
    "ru",
    replace(
        _META,
        kind=russian.KINDS["outcome-document"],
        title="Международный форум по сотрудничеству и управлению в области искусственного интеллекта",
        theme="Управление искусственным интеллектом ради устойчивого будущего",
        forum="Форум по искусственному интеллекту",
        dates="9–10 декабря 2022 года",
        place=russian.ONLINE,
        issued="20 декабря 2022 года",
        issuers=("Институт управления",),
        stage=russian.STAGES["draft"],
        running_head=russian.running_head(russian.KINDS["outcome-document"], "Форум 2022 года"),
    ),
    _words(russian),
    (
        Section(
            "c1",
            russian.chapter_number(1),
            russian.CHAPTERS["about"],
            (
                Paragraph(
                    "lead", (Run("Форум ежегодно собирает политиков, учёных и представителей компаний."),), "lead"
                ),
                Paragraph(
                    "nez",
                    (
                        Run("Андрей Незнамов", strong=True, index="nez"),
                        Run(" напомнил, что "),
                        Run("доверие", emph=True),
                        Run(" строится годами; "),
                        Run("Xue Lan", lang="en"),
                        Run(" ("),
                        Run("薛澜", lang="zh-Hans"),
                        Run(") с ним согласился. См. "),
                        Run("сайт форума", href="https://example.org/a"),
                        Run("."),
                    ),
                    "speaker",
                ),
                Paragraph("point", (Run("Первое.", strong=True), Run(" Нужны общие правила.")), "point"),
                Paragraph("dissent", (Run("Особое мнение:", emph=True), Run(" достаточно существующих.")), "note"),
                Paragraph("all", (Run("С этим согласились все участники."),), "collective"),
                ListBlock("l", (ListItem("1)", (Run("прозрачность"),), (ListItem("•", (Run("в медицине"),)),)),)),
                Table(
                    "t",
                    russian.figures_caption([2020, 2022]),
                    ("", "2020", "2022"),
                    ("l", "r", "r"),
                    ((russian.FIGURE_LABELS["speakers"], "70", russian.amount("over", 100)),),
                    (russian.source_note("Итоговый документ", []),),
                ),
                Chart(
                    "c",
                    russian.chart_caption([2020, 2022]),
                    "Диаграмма",
                    ("2020", "2022"),
                    (Series(russian.FIGURE_LABELS["speakers"], (70.0, 100.0), ("70", russian.amount("over", 100))),),
                ),
            ),
            (Section("s", "1.", "Пленарное заседание", (), (Section("s1", "1)", "Дискуссия", (), ()),)),),
        ),
    ),
    (IndexEntry("nez", "Незнамов, Андрей", "", "председатель комиссии", "neznamov", "N"),),
)
