"""The office's pages of provenance: an edition's matrix, and a point beside what was said."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse

from reports.models import EvidenceRefusal, OutcomePoint
from tests import factories

POINT = "Testing for resilience should become part of the relevant standards everywhere"
PART = "Testing for resilience should become part of life"
HOSTILE = "<img src=x onerror=alert(1)>"
PRINTED = "&lt;img src=x onerror=alert(1)&gt;"

pytestmark = [pytest.mark.django_db, pytest.mark.office]


@pytest.fixture
def office(client):
    client.force_login(factories.UserFactory(superuser=True))
    return client


@pytest.fixture
def staff(client):
    """A client of somebody who may do as much as is allowed to them."""
    user = factories.UserFactory(staff=True)
    client.force_login(user)
    client.allow = lambda *names: user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    return client


def said(edition, text=POINT, title="Panel", **values):
    return factories.InterventionFactory(
        report__session__edition=edition, report__session__title=title, text=text, **values
    )


def matrix(edition):
    return reverse("admin:reports_outcome_provenance_edition", args=[edition.pk])


def sources(point, session=None):
    query = {"session": session.pk} if session else None
    return reverse("admin:reports_outcomepoint_sources", args=[point.pk], query=query)


def decide(point, intervention):
    return reverse("admin:reports_outcomepoint_decide", args=[point.pk, intervention.pk])


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_matrix_says_what_rests_on_what_and_what_is_missing(office):
    point = factories.OutcomePointFactory(text=POINT, position=1)
    orphan = factories.OutcomePointFactory(outcome=point.outcome, text="Nobody said that", position=2)
    edition = point.outcome.edition
    point.evidence.add(said(edition, title="Opening"))
    other = said(edition, PART, title="Closing").report.session
    page = office.get(matrix(edition)).content.decode()
    assert "<strong>1 of 2 points</strong> rests on something" in page
    assert f'<span class="missed">1 rests on nothing:</span>\n<a href="{sources(orphan)}">1.2</a>.' in page
    assert '<span class="missed">1 session reached no outcome:</span> Closing.' in page
    assert f'<td><a href="{sources(point, other)}" aria-label="1.1, Closing: 1 suggested, 56 %"' in page
    assert '<b class="recorded">1</b>' in page
    assert '<span class="suggested">56 %</span>' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_matrix_costs_the_same_for_any_number_of_rows(office, django_assert_num_queries, rows):
    edition = factories.EditionFactory()
    for _ in range(rows):
        point = factories.OutcomePointFactory(text=POINT, outcome__edition=edition)
        point.evidence.add(said(edition))
        card = said(edition, PART).credit.card
        factories.RegistrationFactory(edition=edition, card=card)
    # the session, the user; editions with outcomes
    # sessions, interventions, points, what they rest on, what was refused; registrations
    with django_assert_num_queries(2 + 1 + 5 + 1):
        assert office.get(matrix(edition)).status_code == 200


def test_the_latest_edition_with_outcomes_is_shown_where_none_is_asked_for(office):
    address = reverse("admin:reports_outcome_provenance")
    assert "No outcome has a point yet." in office.get(address).content.decode()
    editions = [factories.EditionFactory(forum__short_name=f"F{year}", year=year) for year in (2021, 2022, 2023)]
    for edition in editions[:2]:
        factories.OutcomePointFactory(outcome__edition=edition)
    assert "Provenance of the outcomes of F2022" in office.get(address).content.decode()
    page = office.get(matrix(editions[2])).content.decode()
    assert f"{reverse('admin:reports_outcome_add')}?edition={editions[2].pk}" in page
    assert office.get(reverse("admin:reports_outcome_provenance_edition", args=[0])).status_code == 404


def test_points_without_any_summary_are_explained(office):
    point = factories.OutcomePointFactory()
    assert "No session has a summary yet" in office.get(matrix(point.outcome.edition)).content.decode()


def test_regions_and_groups_are_for_those_who_may_see_registrations(staff):
    staff.allow("view_outcomepoint", "view_intervention")
    edition = factories.OutcomePointFactory().outcome.edition
    said(edition)
    assert "Who reached an outcome" not in staff.get(matrix(edition)).content.decode()
    staff.allow("view_registration")
    assert "Who reached an outcome" in staff.get(matrix(edition)).content.decode()


def test_the_pages_are_for_those_who_may_see_points_and_what_was_said(staff):
    point = factories.OutcomePointFactory(text=POINT)
    edition, source = point.outcome.edition, said(point.outcome.edition)
    verbatim = reverse("admin:reports_outcome_verbatim", args=[edition.pk])
    staff.allow("view_outcomepoint")
    assert [staff.get(page).status_code for page in (matrix(edition), sources(point))] == [403, 403]
    staff.allow("view_intervention")
    assert [staff.get(page).status_code for page in (matrix(edition), sources(point))] == [200, 200]
    assert decide(point, source) not in staff.get(sources(point)).content.decode()
    assert verbatim not in staff.get(matrix(edition)).content.decode()
    for page in (decide(point, source), verbatim):
        assert staff.post(page, {"decision": "accept"}).status_code == 403
    assert not OutcomePoint.evidence.through.objects.exists()
    staff.allow("change_outcomepoint")
    assert decide(point, source) in staff.get(sources(point)).content.decode()
    assert [staff.get(page).status_code for page in (decide(point, source), verbatim)] == [405, 405]


def test_a_source_is_accepted_from_its_page(office):
    point = factories.OutcomePointFactory(text=POINT)
    source = said(point.outcome.edition)
    session = source.report.session
    response = office.post(decide(point, source), {"decision": "accept", "session": session.pk})
    assert response.url == sources(point, session)
    assert told(response) == [f"Recorded: the point rests on {source}."]
    assert list(point.evidence.all()) == [source]
    assert LogEntry.objects.get().get_change_message() == told(response)[0]
    assert '<span class="badge badge-recorded">' in office.get(response.url).content.decode()


def test_a_source_is_refused_from_its_page(office):
    point = factories.OutcomePointFactory(text=POINT)
    source = said(point.outcome.edition)
    response = office.post(decide(point, source), {"decision": "refuse"})
    assert response.url == sources(point)
    refusal = EvidenceRefusal.objects.get()
    assert (refusal.point, refusal.intervention, refusal.by) == (point, source, response.wsgi_request.user)
    assert "Accept after all" in office.get(response.url).content.decode()


def test_what_cannot_be_a_source_is_told(office):
    point, elsewhere = factories.OutcomePointFactory(), factories.InterventionFactory()
    response = office.post(decide(point, elsewhere), {"decision": "accept"})
    assert told(response) == [f"“{elsewhere}” was said at another edition."]
    assert not LogEntry.objects.exists()


def test_all_verbatim_sources_are_accepted_at_once(office):
    point = factories.OutcomePointFactory(text=POINT)
    edition, source = point.outcome.edition, said(point.outcome.edition)
    said(edition, PART)
    assert "Accept 1 verbatim source<" in office.get(matrix(edition)).content.decode()
    verbatim = reverse("admin:reports_outcome_verbatim", args=[edition.pk])
    response = office.post(verbatim)
    assert (response.url, told(response)) == (matrix(edition), ["1 verbatim source accepted."])
    assert list(point.evidence.all()) == [source]
    assert told(office.post(verbatim))[-1] == "Nothing was left to accept."


def test_both_texts_stand_side_by_side_with_their_shared_words_marked(office):
    point = factories.OutcomePointFactory(text=f"{POINT} {HOSTILE}")
    source = said(point.outcome.edition, f"{{speaker}} said: **{PART}** {HOSTILE}", title=HOSTILE)
    page = office.get(sources(point, source.report.session)).content.decode()
    assert "<mark>Testing for resilience should become part of</mark> the relevant" in page
    assert "— said: <mark>Testing for resilience should become part of</mark> life" in page
    assert HOSTILE not in page
    assert PRINTED in page
    assert HOSTILE not in office.get(matrix(point.outcome.edition)).content.decode()


@pytest.mark.parametrize("asked", ["0", "x", "²", "-1", "9" * 40])
def test_a_session_that_does_not_exist_is_not_found(office, asked):
    assert office.get(sources(factories.OutcomePointFactory()), {"session": asked}).status_code == 404


def test_a_point_that_nothing_is_like_says_what_to_do(office):
    point = factories.OutcomePointFactory()
    page = office.get(sources(point)).content.decode()
    assert "This point rests on nothing" in page
    assert reverse("admin:reports_outcomepoint_change", args=[point.pk]) in page


def test_the_page_of_a_point_shows_its_likely_sources(office):
    point = factories.OutcomePointFactory(text=POINT)
    change = reverse("admin:reports_outcomepoint_change", args=[point.pk])
    assert "Nothing undecided was said" in office.get(change).content.decode()
    source = said(point.outcome.edition, PART)
    page = office.get(change).content.decode()
    assert f'<a href="{sources(point)}#said-{source.pk}">56 %</a> {source} (Panel)' in page


def test_points_that_rest_on_nothing_can_be_listed(office):
    supported, orphan = factories.OutcomePointFactory(), factories.OutcomePointFactory()
    supported.evidence.add(said(supported.outcome.edition))
    page = office.get(reverse("admin:reports_outcomepoint_changelist"), {"unsupported": "yes"})
    assert list(page.context["cl"].result_list) == [orphan]


def test_a_point_cannot_be_given_what_was_said_at_another_edition(office):
    point, elsewhere = factories.OutcomePointFactory(), factories.InterventionFactory()
    data = {"outcome": point.outcome_id, "text_en": "So", "position": 0, "convergence": "consensus"}
    change = reverse("admin:reports_outcomepoint_change", args=[point.pk])
    response = office.post(change, data | {"evidence": [elsewhere.pk]})
    assert response.context["adminform"].form.errors == {"evidence": [f"Said at another edition: {elsewhere}."]}
    assert office.post(change, data | {"evidence": [said(point.outcome.edition).pk]}).status_code == 302


def test_the_page_of_an_outcome_lists_points_as_they_are_printed(office):
    outcome = factories.OutcomeFactory()
    first, second = (factories.OutcomePointFactory(outcome=outcome, position=place) for place in (1, 2))
    nested = factories.OutcomePointFactory(outcome=outcome, parent=first, position=9)
    elsewhere = factories.OutcomePointFactory()
    page = office.get(reverse("admin:reports_outcome_change", args=[outcome.pk]))
    [points] = page.context["inline_admin_formsets"]
    assert [form.instance for form in points.formset.initial_forms] == [first, nested, second]
    choices = [key for key, _ in points.formset.forms[0].fields["parent"].choices if key]
    assert choices == [first.pk, second.pk]
    assert elsewhere.pk not in choices
    assert matrix(outcome.edition) in page.content.decode()
