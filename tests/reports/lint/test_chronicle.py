"""The chronicle against what was printed before."""

from reports.lint.finding import Printed

BEFORE = Printed("Outcome Document 2021", "F/2021/1", {"about/2020": "It was held online. It drew 500 participants."})


def test_the_same_words_are_no_difference_and_neither_is_what_was_added(found):
    now = "It was held online. It drew 500 participants. Its outcome was presented."
    assert found(("about/2020", now), rule="chronicle", earlier=(BEFORE,)) == []
    assert found("Elsewhere 600 participants.", rule="chronicle", earlier=(BEFORE,)) == []


def test_a_number_or_a_word_that_differs_is_told_with_its_source(found):
    now = "It was held onsite. It drew 600 participants."
    assert found(("about/2020", now), rule="chronicle", earlier=(BEFORE,)) == [
        (
            "warning",
            "about/2020",
            "The words differ from Outcome Document 2021 (F/2021/1): “held online.” then, “held onsite.” now.",
        ),
        (
            "warning",
            "about/2020",
            (
                "A number differs from Outcome Document 2021 (F/2021/1): "
                "“drew 500 participants.” then, “drew 600 participants.” now."
            ),
        ),
    ]


def test_what_is_gone_is_told(found):
    told = found(("about/2020", "It drew 500 participants."), rule="chronicle", earlier=(BEFORE,))
    assert [sentence for _, _, sentence in told] == [
        "Outcome Document 2021 (F/2021/1) told “It was held online.”; that is not told any more."
    ]


def test_chinese_is_compared_letter_by_letter(found):
    before = Printed("成果文件", "", {"about/2020": "首届论坛在线举行。共500人参加。"})
    told = found(("about/2020", "首届论坛在线举行。共600人参加。"), lang="zh-hans", rule="chronicle", earlier=(before,))
    assert [sentence for _, _, sentence in told] == ["A number differs from 成果文件: “共500人” then, “共600人” now."]
