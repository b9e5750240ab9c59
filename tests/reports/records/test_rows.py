"""Files of records: what is read from YAML, and every mistake with its file and line."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from reports.records.rows import FILE_LIMIT, Mistake, MistakesError, read_rows

SHANGHAI = ZoneInfo("Asia/Shanghai")
KNOWN = {"li-meng": "Li Meng", "zeng-yi": "Zeng Yi"}


@pytest.fixture
def read(tmp_path):
    """A function from the text of people.yaml to its rows and what was noted."""

    def read(text):
        path = tmp_path / "people.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        mistakes = []
        rows = read_rows(path, tmp_path, mistakes)
        return rows, mistakes

    return read


@pytest.mark.parametrize(
    ("yaml", "take", "value"),
    [
        pytest.param("x: ' Li Meng '", lambda row: row.string("x"), "Li Meng", id="text"),
        pytest.param("x: NO", lambda row: row.string("x"), "NO", id="text-of-yes-and-no"),
        pytest.param("x: Null", lambda row: row.string("x"), "Null", id="text-of-null"),
        pytest.param("x: 007", lambda row: row.string("x"), "007", id="text-of-digits"),
        pytest.param("x: 2021-11", lambda row: row.string("x"), "2021-11", id="text-of-a-month"),
        pytest.param("on: here", lambda row: row.string("on"), "here", id="bare-key-on"),
        pytest.param("x: 'a\tb'", lambda row: row.string("x"), "a\tb", id="text-with-tab"),
        pytest.param("x: أمين 👩‍🔬", lambda row: row.string("x"), "أمين 👩‍🔬", id="text-in-any-script"),
        pytest.param("x: >\n  a\n  b\n\n  c", lambda row: row.string("x"), "a b\nc", id="folded-text"),
        pytest.param("x: !!python/name:os.system ''", lambda row: row.string("x"), "", id="tag-of-code"),
        pytest.param("y: 1", lambda row: row.string("x"), "", id="no-text"),
        pytest.param("y: 1", lambda row: row.string("x", "usual"), "usual", id="usual-text"),
        pytest.param("x: Hall", lambda row: row.texts("x"), {"en": "Hall"}, id="plain-text-is-english"),
        pytest.param(
            "x: {en: Hall, zh-hans: 大厅}", lambda row: row.texts("x"), {"en": "Hall", "zh-hans": "大厅"}, id="texts"
        ),
        pytest.param("y: 1", lambda row: row.texts("x"), {}, id="no-texts"),
        pytest.param("x: [a, 2]", lambda row: row.strings("x"), ["a", "2"], id="strings"),
        pytest.param("y: 1", lambda row: row.strings("x"), [], id="no-strings"),
        pytest.param("x: b", lambda row: row.choice("x", "abc"), "b", id="choice"),
        pytest.param("y: 1", lambda row: row.choice("x", "abc", "a"), "a", id="usual-choice"),
        pytest.param("x: 70", lambda row: row.number("x"), 70, id="number"),
        pytest.param("x: 10,000,000", lambda row: row.number("x"), 10_000_000, id="number-with-commas"),
        pytest.param("x: 10_000", lambda row: row.number("x"), 10_000, id="number-with-underscores"),
        pytest.param("y: 1", lambda row: row.number("x"), None, id="no-number"),
        pytest.param("x: [8, 16]", lambda row: row.numbers("x"), [8, 16], id="numbers"),
        pytest.param("x: true", lambda row: row.flag("x"), True, id="true"),
        pytest.param("x: false", lambda row: row.flag("x", default=True), False, id="false"),
        pytest.param("y: 1", lambda row: row.flag("x", default=True), True, id="usual-flag"),
        pytest.param("x: 2022-12-09", lambda row: row.day("x"), dt.date(2022, 12, 9), id="day"),
        pytest.param("x: 2024-02", lambda row: row.day("x"), dt.date(2024, 2, 1), id="month"),
        pytest.param("x: 2024-02", lambda row: row.day("x", end=True), dt.date(2024, 2, 29), id="end-of-month"),
        pytest.param("x: 2021", lambda row: row.day("x"), dt.date(2021, 1, 1), id="year"),
        pytest.param("x: 2021", lambda row: row.day("x", end=True), dt.date(2021, 12, 31), id="end-of-year"),
        pytest.param("x: 2021-05-04", lambda row: row.day("x", end=True), dt.date(2021, 5, 4), id="end-is-the-day"),
        pytest.param("y: 1", lambda row: row.day("x"), None, id="no-day"),
        pytest.param(
            "x: 2022-12-09 09:30",
            lambda row: row.moment("x", SHANGHAI).astimezone(dt.UTC),
            dt.datetime(2022, 12, 9, 1, 30, tzinfo=dt.UTC),
            id="moment",
        ),
        pytest.param("y: 1", lambda row: row.moment("x", SHANGHAI), None, id="no-moment"),
        pytest.param("x: [{z: 1}, {z: 2}]", lambda row: [r.string("z") for r in row.rows("x")], ["1", "2"], id="rows"),
        pytest.param("x: {z: 1}", lambda row: [r.string("z") for r in row.rows("x")], ["1"], id="one-row"),
        pytest.param("y: 1", lambda row: row.rows("x"), [], id="no-rows"),
        pytest.param("x: [a, {fr: b}]", lambda row: row.texts_list("x"), [{"en": "a"}, {"fr": "b"}], id="texts-list"),
        pytest.param("y: 1", lambda row: row.texts_list("x"), [], id="no-texts-list"),
        pytest.param("x: li-meng", lambda row: row.found("x", KNOWN, "person"), "Li Meng", id="found"),
        pytest.param("y: 1", lambda row: row.found("x", KNOWN, "person"), None, id="nothing-to-find"),
        pytest.param(
            "x: [zeng-yi, li-meng]", lambda row: row.all_found("x", KNOWN, "person"), ["Zeng Yi", "Li Meng"], id="all"
        ),
        pytest.param(
            "invented: [room, starts]",
            lambda row: row.invented,
            "Invented for the sample: room, starts.",
            id="invented",
        ),
        pytest.param("y: 1", lambda row: row.invented, "", id="nothing-invented"),
    ],
)
def test_a_value_is_read(read, yaml, take, value):
    [row], _ = read(yaml)
    assert (take(row), row.mistakes) == (value, [])


@pytest.mark.parametrize(
    ("yaml", "take", "value", "messages"),
    [
        pytest.param("x: [a]", lambda row: row.string("x"), "", ["“x” takes a single value"], id="list-for-text"),
        pytest.param("x: {a: b}", lambda row: row.number("x"), None, ["“x” takes a single value"], id="row-for-number"),
        pytest.param("y: 1", lambda row: row.string("x", required=True), "", ["“x” is missing"], id="missing-text"),
        pytest.param("y: 1", lambda row: row.texts("x", required=True), {}, ["“x” is missing"], id="missing-texts"),
        pytest.param("y: 1", lambda row: row.number("x", required=True), None, ["“x” is missing"], id="missing-number"),
        pytest.param("y: 1", lambda row: row.day("x", required=True), None, ["“x” is missing"], id="missing-day"),
        pytest.param(
            "y: 1", lambda row: row.choice("x", "ab", required=True), "", ["“x” is missing"], id="missing-choice"
        ),
        pytest.param(
            "y: 1",
            lambda row: row.found("x", KNOWN, "person", required=True),
            None,
            ["“x” is missing"],
            id="missing-person",
        ),
        pytest.param(
            "x: {de: Saal}",
            lambda row: row.texts("x"),
            {"de": "Saal"},
            ["“x”: de is not one of en, zh-hans, fr, es, ru, ar"],
            id="unknown-language",
        ),
        pytest.param(
            "x: {en: a, en: b}", lambda row: row.texts("x"), {"en": "b"}, ["“en” stands twice"], id="language-twice"
        ),
        pytest.param(
            "x: {[en]: a}", lambda row: row.texts("x"), {}, ["a key is a single word"], id="list-for-a-language"
        ),
        pytest.param("x: a", lambda row: row.strings("x"), [], ["“x” takes a list: [a, b]"], id="text-for-strings"),
        pytest.param("x:", lambda row: row.strings("x"), [], ["“x” takes a list: [a, b]"], id="nothing-for-strings"),
        pytest.param(
            "x: [a, [b]]", lambda row: row.strings("x"), ["a", ""], ["“x” takes a single value"], id="list-in-strings"
        ),
        pytest.param(
            "x: d", lambda row: row.choice("x", "ab", "a"), "a", ["“x”: d is not one of a, b"], id="unknown-choice"
        ),
        pytest.param("x: 70%", lambda row: row.number("x"), None, ["“x”: 70% is not a whole number"], id="percent"),
        pytest.param("x: -1", lambda row: row.number("x"), None, ["“x”: -1 is not a whole number"], id="negative"),
        pytest.param("x: 1.5", lambda row: row.number("x"), None, ["“x”: 1.5 is not a whole number"], id="fraction"),
        pytest.param("x: ²", lambda row: row.number("x"), None, ["“x”: ² is not a whole number"], id="superscript"),
        pytest.param(
            f"x: {'9' * 26}",
            lambda row: row.number("x"),
            None,
            [f"“x”: {'9' * 26} is not a whole number"],
            id="endless-number",
        ),
        pytest.param(
            "x: [1, b, ²]", lambda row: row.numbers("x"), [1], ["“x”: b, ² is not a whole number"], id="wrong-numbers"
        ),
        pytest.param(
            "x: yes", lambda row: row.flag("x"), False, ["“x”: yes is not one of true, false"], id="yes-for-true"
        ),
        *(
            pytest.param(
                f"x: {day}",
                lambda row: row.day("x"),
                None,
                [f"“x”: {day} is not a day like 2022-12-09"],
                id=f"day-{day}",
            )
            for day in ("9.12.2022", "2022-02-30", "2022-13", "2022-00", "2022-12-00", "0000", "tomorrow")
        ),
        pytest.param(
            "x: 2022-12-09 9.30",
            lambda row: row.moment("x", SHANGHAI),
            None,
            ["“x”: 2022-12-09 9.30 is not a time like 2022-12-09 09:30"],
            id="moment-with-a-dot",
        ),
        pytest.param(
            "x: [{y: 1}, b]",
            lambda row: [r.string("y") for r in row.rows("x")],
            ["1"],
            ["a row is a list of “key: value”"],
            id="text-for-a-row",
        ),
        pytest.param("x: a", lambda row: row.texts_list("x"), [], ["“x” takes a list of texts"], id="text-for-texts"),
        pytest.param(
            "x: li-ming",
            lambda row: row.found("x", KNOWN, "person"),
            None,
            ["“x”: there is no person “li-ming”"],
            id="unknown-person",
        ),
        pytest.param(
            "x: [li-ming, li-meng]",
            lambda row: row.all_found("x", KNOWN, "person"),
            ["Li Meng"],
            ["“x”: there is no person “li-ming”"],
            id="unknown-in-a-list",
        ),
        *(
            pytest.param(
                f'x: "ab{escape}"',
                lambda row: row.string("x"),
                "",
                [f"“x”: Remove the invisible character {code} at position 3."],
                id=f"character-{code}",
            )
            for escape, code in [
                ("\\0c", "U+0000"),
                ("\\ec", "U+001B"),
                ("\\ud83dc", "U+D83D"),
                ("\\u202ec", "U+202E"),
                ("\\uffffc", "U+FFFF"),
            ]
        ),
    ],
)
def test_a_wrong_value_is_noted_and_a_harmless_one_given(read, yaml, take, value, messages):
    [row], mistakes = read(yaml)
    assert take(row) == value
    assert mistakes == [Mistake("people.yaml", 1, message) for message in messages]


def test_mistakes_stand_at_the_line_of_their_value(read):
    rows, mistakes = read(
        "- key: a\n  title:\n    en: A\n    de: B\n\n- key: b\n  parts:\n    - {day: 31.12.}\n  size: x\n"
    )
    rows[0].texts("title")
    rows[1].rows("parts")[0].day("day")
    rows[1].number("size")
    rows[1].number("count", required=True)
    assert list(map(str, mistakes)) == [
        "people.yaml:4: “title”: de is not one of en, zh-hans, fr, es, ru, ar",
        "people.yaml:8: “day”: 31.12. is not a day like 2022-12-09",
        "people.yaml:9: “size”: x is not a whole number",
        "people.yaml:6: “count” is missing",
    ]


def test_keys_that_nobody_asked_for_are_noted(read):
    [row], mistakes = read("key: a\ntitel: B\ninvented: [key]\n<<: {size: 1}\n")
    row.string("key")
    row.done()
    assert list(map(str, mistakes)) == [
        "people.yaml:2: “titel” is not known here; see the list of keys in the README",
        "people.yaml:4: “<<” is not known here; see the list of keys in the README",
    ]


def test_a_key_that_stands_twice_is_noted(read):
    _, mistakes = read("key: a\ntitle: B\nkey: c\n")
    assert list(map(str, mistakes)) == ["people.yaml:3: “key” stands twice"]


def test_a_key_that_is_no_word_is_noted(read):
    [row], mistakes = read("key: a\n? [b, c]\n: d\n")
    assert row.string("key") == "a"
    assert list(map(str, mistakes)) == ["people.yaml:2: a key is a single word"]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n"], ids=["empty", "comment", "empty-list"])
def test_a_file_may_have_no_rows(read, text):
    assert read(text) == ([], [])


def test_a_byte_order_mark_is_no_part_of_the_first_key(read):
    [row], mistakes = read(b"\xef\xbb\xbfkey: a\n")
    assert (row.string("key"), mistakes) == ("a", [])


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("a: 1\nb: [1, 2\nc: 3\n", 3, "not YAML: expected ',' or ']', but got ':'", id="open-bracket"),
        pytest.param("a: 1\n b: 2\n", 2, "not YAML: mapping values are not allowed here", id="indentation"),
        pytest.param("a: 'b\n", 2, "not YAML: found unexpected end of stream", id="open-quote"),
        pytest.param("a: 1\n---\na: 2\n", 2, "not YAML: but found another document", id="two-documents"),
        pytest.param("a: &x 1\nb: *x\n", 2, "not YAML: write the value out: aliases (*name) are refused", id="alias"),
        pytest.param("just words\n", 1, "a row is a list of “key: value”", id="words"),
        pytest.param("- a: 1\n- b\n", 2, "a row is a list of “key: value”", id="word-in-a-list"),
        pytest.param(
            b"\x89PNG\r\n\x1a\n\xff",
            1,
            "cannot be read: 'utf-8' codec can't decode byte 0x89 in position 0: invalid start byte",
            id="binary",
        ),
        pytest.param(
            "a: b\0c\n",
            1,
            "cannot be read: unacceptable character #x0000: special characters are not allowed",
            id="control-character",
        ),
        pytest.param("[" * 5000, 1, "cannot be read: it is nested too deeply", id="nested-without-end"),
    ],
)
def test_a_file_that_is_no_yaml_is_one_mistake(read, text, line, message):
    rows, mistakes = read(text)
    assert len(rows) < 2
    assert mistakes == [Mistake("people.yaml", line, message)]


def test_a_few_lines_cannot_stand_for_gigabytes(read):
    lines = ["a0: &a0 [x, x, x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    rows, mistakes = read("\n".join(lines))
    assert rows == []
    assert list(map(str, mistakes)) == ["people.yaml:2: not YAML: write the value out: aliases (*name) are refused"]


def test_a_file_larger_than_any_honest_one_is_refused_unread(read):
    rows, mistakes = read(b"\xff" * (FILE_LIMIT + 1))
    assert rows == []
    assert list(map(str, mistakes)) == ["people.yaml:1: cannot be read: the file is larger than 2 MB"]


def test_the_list_of_mistakes_is_sorted_by_place():
    mistakes = [Mistake("b.yaml", 1, "x"), Mistake("a.yaml", 12, "y"), Mistake("a.yaml", 2, "z")]
    assert str(MistakesError(mistakes)) == (
        "Nothing was stored. Mend 3 mistake(s) and load again:\na.yaml:2: z\na.yaml:12: y\nb.yaml:1: x"
    )
