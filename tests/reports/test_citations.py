"""Citations: how they are typed, and what is said of one that leads nowhere."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from reports.citations import Unknown, find_unknown
from reports.paper.content import Run
from reports.paper.markdown import Text, cited_keys, parse
from tests import factories


def cite(key, **more):
    return Run(f"@{key}", ref=f"instruments/{key}", **more)


@pytest.mark.parametrize(
    ("markdown", "runs"),
    [
        pytest.param("As [@a] says.", [Run("As ["), cite("a"), Run("] says.")], id="one"),
        pytest.param("[@a; @b-2]", [Run("["), cite("a"), Run("; "), cite("b-2"), Run("]")], id="two"),
        pytest.param("见[@a；@b]。", [Run("见["), cite("a"), Run("; "), cite("b"), Run("]。")], id="chinese"),
        pytest.param("**x [@a]**", [Run("x [", strong=True), cite("a", strong=True), Run("]", strong=True)], id="bold"),
        pytest.param("[@a]: as adopted", [Run("["), cite("a"), Run("]: as adopted")], id="no-link-definition"),
        pytest.param("[@Wrong/key?]", [Run("["), cite("Wrong/key?"), Run("]")], id="what-is-no-key"),
        pytest.param("[@a](https://b.org)", [Run("@a", href="https://b.org")], id="a-link-is-a-link"),
        pytest.param("`[@a]` \\[@b] [@] [@ c] @d", [Run("[@a] [@b] [@] [@ c] @d")], id="no-citations"),
    ],
)
def test_citations_are_runs_of_their_own(markdown, runs):
    assert parse(markdown) == [Text(tuple(runs))]


def test_keys_are_told_once_in_order():
    assert cited_keys("[@b] and\n\n- [@a; @b]\n  - [@c]\n\n`[@d]`") == ["b", "a", "c"]


def test_many_citations_are_read_in_passing():
    assert cited_keys("[@a" * 5000) == []
    assert cited_keys("[@a; @b] " * 2000) == ["a", "b"]


@pytest.mark.django_db
def test_wrong_keys_are_told_with_what_was_meant(django_assert_num_queries):
    factories.InstrumentFactory(key="unesco-ai-ethics")
    factories.InstrumentFactory(key="eu-ai-act")
    # The keys that exist.
    with django_assert_num_queries(1):
        found = find_unknown({"Summary": "[@eu-ai-act; @UNESCO-AI-ethic]", "Takeaway": "[@xyz]"})
    assert found == [Unknown("Summary", "UNESCO-AI-ethic", ("unesco-ai-ethics",)), Unknown("Takeaway", "xyz")]
    assert list(map(str, found)) == [
        "Summary: there is no instrument with the citation key “UNESCO-AI-ethic”; did you mean [@unesco-ai-ethics]?",
        "Takeaway: there is no instrument with the citation key “xyz”; register it under that key, or take it out.",
    ]
    with django_assert_num_queries(0):
        assert find_unknown({"Summary": "Nothing is cited; write to a@b.org."}) == []


@pytest.mark.office
@pytest.mark.django_db
def test_the_forms_of_the_office_say_it_at_saving_and_keep_the_text(client):
    client.force_login(factories.UserFactory(superuser=True))
    factories.InstrumentFactory(key="charter")
    forum = factories.ForumFactory()
    address = reverse("admin:forums_forum_change", args=[forum.pk])
    form = client.get(address).context["adminform"].form
    data = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    response = client.post(address, data | {"purpose_en": "Of the [@charta] and [@charter]."})
    assert response.status_code == 302
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert [it for it in told if "citation key" in it] == [
        f"Purpose ({forum}): there is no instrument with the citation key “charta”; did you mean [@charter]?"
    ]
    forum.refresh_from_db()
    assert forum.purpose == "Of the [@charta] and [@charter]."
