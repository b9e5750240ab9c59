"""Names of instruments in texts: found as people write them, and cited with one click."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from forums.exceptions import DomainError
from reports.mentions import Names, with_citation
from reports.suggestions import add_alias, insert_citation, suggest_citations
from tests import factories

NAMES = Names(
    {
        "unesco": [
            "Recommendation on the Ethics of Artificial Intelligence",
            "人工智能伦理问题建议书",
            "UNESCO Recommendation",
        ],
        "act": ["AI Act", "人工智能法"],
        "compact": ["GDC"],
        "bletchley": ["Déclaration de Bletchley"],
        "russia": ["Code of Ethics"],
        "ieee": ["Code of Ethics"],
    }
)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        pytest.param("the EU’s AI Act, too", "the EU’s AI Act [@act], too", id="alias"),
        pytest.param("the ai-act’s aim", "the ai-act’s [@act] aim", id="case-hyphen-possessive"),
        pytest.param(
            "la declaration de\nBLETCHLEY", "la declaration de\nBLETCHLEY [@bletchley]", id="accents-and-lines"
        ),
        pytest.param("**AI Act**", "**AI Act [@act]**", id="bold"),
        pytest.param("“AI Act” is", "“AI Act” [@act] is", id="quoted"),
        pytest.param("《人工智能法》通过", "《人工智能法》[@act]通过", id="chinese"),
        pytest.param("[the AI Act](https://x.org/)", "[the AI Act](https://x.org/) [@act]", id="link"),
        pytest.param("a gdc, the GDC", "a gdc, the GDC [@compact]", id="short-names-by-case"),
        pytest.param(
            "UNESCO Recommendation on the Ethics of Artificial Intelligence",
            "UNESCO Recommendation on the Ethics of Artificial Intelligence [@unesco]",
            id="two-names-in-one",
        ),
        pytest.param("AI Act [@unesco]", "AI Act [@act] [@unesco]", id="another-is-cited"),
    ],
)
def test_a_mention_is_cited_where_it_ends(text, cited):
    [mention] = NAMES.unlinked(text)
    assert with_citation(text, mention, mention.keys[0]) == cited
    assert NAMES.unlinked(cited) == []


@pytest.mark.parametrize(
    "text",
    [
        "on AI. Act now", "AI Acts", "RAI Act", "AI\n\nAct", "https://x.org/AI-Act", "[x](/ai-act)", "a@ai-act.org",
        "AI Act [@act]", "",
    ],
)  # fmt: skip
def test_what_is_no_mention_or_is_cited(text):
    assert NAMES.unlinked(text) == []


def test_a_name_that_two_share_is_suggested_for_both_and_each_text_tells_one_mention():
    assert [it.keys for it in NAMES.unlinked("The Code of Ethics. A Code of Ethics and an AI Act.")] == [
        ("russia", "ieee"),
        ("act",),
    ]


def test_many_texts_and_names_are_read_in_passing():
    names = Names({f"key-{number}": [f"Charter {number} of Paris", f"巴黎宪章{number}"] for number in range(2000)})
    text = "Many words of no importance, then the Charter 77 of Paris and 巴黎宪章78. " * 40
    found = [mention.keys for _ in range(100) for mention in names.mentions(text)]
    assert len(found) == 100 * 40 * 2
    assert set(found) == {("key-77",), ("key-78",)}
    assert list(names.mentions("a.a-" * 5000 + "x" * 20_000 + "(" * 20_000)) == []


def allow(user, *names):
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))


@pytest.fixture
def intervention():
    factories.InstrumentFactory(key="act", title="AI Act")
    return factories.InterventionFactory(text="{speaker} named the AI Act.", text_zh_hans="{speaker}谈到AI Act。")


def insert(row, column="text_en", **more):
    values = {"start": 20, "words": "AI Act", "key": "act"} | more
    return insert_citation(row._meta.label, row.pk, column, **values)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_an_edition_is_searched_in_a_constant_number_of_queries(django_assert_num_queries, intervention, rows):
    edition = intervention.report.session.edition
    for _ in range(rows):
        session = factories.SessionFactory(edition=edition, description="The AI Act [@act].")
        report = factories.SessionReportFactory(session=session)
        factories.TakeawayFactory(report=report, text="The AI Act.")
        factories.CallToActionFactory(report=report, text="Keep the AI Act.")
        factories.OutcomePointFactory(outcome__edition=edition, text="The AI Act.")
        factories.InterventionFactory(report=report, text="The AI Act.", clearance="withdrawn")
        factories.ChapterFactory(document__edition=edition, override="On the AI Act.")
    # names; contributions, takeaways, calls, points, sessions, chapters, paragraphs of own text
    with django_assert_num_queries(1 + 7):
        found = suggest_citations(edition)
    assert len(found) == 2 + 4 * rows
    assert {(it.mention.words, it.mention.keys) for it in found} == {("AI Act", ("act",))}


@pytest.mark.django_db
def test_a_citation_is_inserted_once_and_in_what_was_read(intervention):
    assert insert(intervention) == intervention
    intervention.refresh_from_db()
    assert (intervention.text_en, intervention.text_zh_hans) == (
        "{speaker} named the AI Act [@act].",
        "{speaker}谈到AI Act。",
    )
    with pytest.raises(DomainError, match="changed meanwhile"):
        insert(intervention, start=3)
    with pytest.raises(DomainError, match="changed meanwhile"):
        insert(intervention, words="")
    with pytest.raises(DomainError, match="any more"):
        insert(intervention, key="gone")
    for row, column in ((intervention, "key"), (intervention.report, "note"), (factories.UserFactory(), "username")):
        with pytest.raises(DomainError, match="cannot be put there"):
            insert(row, column)


@pytest.mark.django_db
def test_a_name_of_one_instrument_is_not_given_to_another(intervention):
    other = factories.InstrumentFactory(title="Charter")
    add_alias(other, " The  Paris\tCharter ")
    other.refresh_from_db()
    assert other.aliases == "The Paris Charter"
    with pytest.raises(DomainError, match="“ai act” is a name of “AI Act” already"):
        add_alias(other, "ai act")


@pytest.mark.office
@pytest.mark.django_db
def test_the_page_cites_for_those_who_may_change_the_text(client, intervention):
    edition = intervention.report.session.edition
    page, cite, alias = (
        reverse(f"admin:reports_instrument_{name}", args=[edition.pk]) for name in ("mentions", "cite", "alias")
    )
    form = {
        "label": "reports.Intervention",
        "row": intervention.pk,
        "column": "text_en",
        "start": 20,
        "words": "AI Act",
    }
    user = factories.UserFactory(staff=True)
    client.force_login(user)
    assert [client.get(page).status_code, client.post(cite, form).status_code] == [403, 403]
    allow(user, "view_instrument")
    assert b"Cite [@act]" not in client.get(page).content
    assert client.post(cite, form | {"key": "act"}).status_code == 403
    assert client.post(alias, {}).status_code == 403
    allow(user, "change_intervention", "change_instrument")
    assert client.get(page).content.count(b"Cite [@act]") == 2
    assert client.get(cite).status_code == 403
    assert client.post(cite, form | {"row": "x"}).status_code == 403
    assert client.post(cite, form | {"key": "act"}).url == page
    intervention.refresh_from_db()
    assert intervention.text_en == "{speaker} named the AI Act [@act]."
    assert client.get(page).content.count(b"Cite [@act]") == 1
    assert b"This field is required" in client.post(alias, {}).content
    act = factories.InstrumentFactory(title="Paris Charter")
    assert client.post(alias, {"instrument": act.pk, "alias": "Charte de Paris"}).url == page
    assert b"already" in client.post(alias, {"instrument": act.pk, "alias": "AI Act"}).content


@pytest.mark.office
@pytest.mark.django_db
def test_the_pages_say_what_to_do_where_there_is_nothing(client):
    client.force_login(factories.UserFactory(superuser=True))
    edition = factories.EditionFactory()
    page = reverse("admin:reports_instrument_mentions", args=[edition.pk])
    assert b"The registry is empty" in client.get(page).content
    factories.InstrumentFactory()
    assert b"Nothing to cite" in client.get(page).content
    conflicts = reverse("admin:reports_instrument_conflicts", args=[edition.pk])
    assert b"No figures contradict each other" in client.get(conflicts).content
