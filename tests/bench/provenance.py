"""What telling the sources of outcomes costs: the comparison of texts by itself, and the office's matrix."""

import random
import time
from typing import Any

POINTS, INTERVENTIONS, AT_MOST = 30, 80, 0.2
FACTORS = (1, 10, 100)
# As in a printed outcome document: words of a point and of a summary, and how many words such a document uses.
POINT_WORDS, SUMMARY_WORDS, VOCABULARY = 80, 160, 4000
SESSIONS, A_SESSION = 600, 5


def measure_provenance() -> dict[str, Any]:
    """Seconds of the comparison by factor, and queries and seconds of the matrix by its number of sessions.

    The rows stay in the database that it is called on.
    """
    return {"texts": {factor: _compare(factor) for factor in FACTORS}, "matrix": _matrix()}


def report(found: dict[str, Any]) -> list[str]:
    """The lines of docs/performance.md about it."""
    base = found["texts"][1]
    rows = [
        f"| {INTERVENTIONS * factor:,} interventions × {POINTS * factor:,} points | {seconds:.3f} "
        f"| {seconds / base:.0f} × | {AT_MOST if factor == 1 else ''} |"
        for factor, seconds in found["texts"].items()
    ]
    pages = [
        f"| {sessions} sessions × {POINTS} points | {seconds:.2f} | {queries} |"
        for sessions, (queries, seconds) in found["matrix"].items()
    ]
    return [
        "## What outcomes rest on",
        "",
        "Every point compared with every intervention, in one process, without a database.",
        "",
        "| texts | seconds | growth | at most |",
        "|---|---:|---:|---:|",
        *rows,
        "",
        f"The matrix in the office, suggestions worked out anew each time ({A_SESSION} interventions a session).",
        "",
        "| matrix | seconds | queries |",
        "|---|---:|---:|",
        *pages,
    ]


class Texts:
    """Words as often as people use them, in order of their frequency; some points are drawn from what was said."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = [f"{'abcdefghij'[n % 10]}word{n}" for n in range(VOCABULARY)]
        # Zipf: the n-th word is used a n-th as often as the first.
        self.weights = [1 / (place + 1) for place in range(VOCABULARY)]

    def text(self, length: int) -> str:
        return " ".join(self.chance.choices(self.words, self.weights, k=length)) + "."

    def drawn_from(self, text: str, length: int) -> str:
        """Half in the words of the text, half in others."""
        words = text.split()
        return " ".join(words[: length // 2]) + ", " + self.text(length - length // 2)


def _compare(factor: int) -> float:
    from reports.provenance import Passage, _same, suggest

    texts = Texts(factor)
    said = [texts.text(SUMMARY_WORDS) for _ in range(INTERVENTIONS * factor)]
    points = [texts.drawn_from(said[n], POINT_WORDS) for n in range(POINTS * factor)]
    sources = [Passage(number, {"en": text}) for number, text in enumerate(said)]
    asked = [Passage(number, {"en": text}) for number, text in enumerate(points)]
    taken = []
    for _ in range(5 if factor < 100 else 1):
        # As the first request of a process finds it.
        _same.cache_clear()
        began = time.perf_counter()
        found = suggest(asked, sources)
        taken.append(time.perf_counter() - began)
        assert {(it.point, it.source) for it in found} >= {(n, n) for n in range(len(points))}
    return sorted(taken)[len(taken) // 2]


def _matrix() -> dict[int, tuple[int, float]]:
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("provenance-bench"))
    found = {}
    for sessions in (6, SESSIONS):
        page = reverse("admin:reports_outcome_provenance_edition", args=[_make_edition(sessions).pk])
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            response = client.get(page)
            seconds = time.perf_counter() - began
        assert response.status_code == 200, response.status_code
        found[sessions] = (len(queries), seconds)
    assert len({queries for queries, _ in found.values()}) == 1, found
    return found


def _make_edition(sessions: int) -> Any:
    """An edition with so many sessions, what was said in them, and points drawn from it."""
    from forums.models import Edition, Forum, Session
    from reports.models import Intervention, Outcome, OutcomePoint, SessionReport

    texts = Texts(sessions)
    forum, _ = Forum.objects.get_or_create(slug="provenance-bench", defaults={"name_en": "Provenance"})
    edition = Edition.objects.create(
        forum=forum, slug=f"provenance-bench-{sessions}", number=sessions, year=2030, timezone="UTC"
    )
    held = Session.objects.bulk_create(
        Session(edition=edition, code=f"s{n}", kind=Session.Kind.PANEL, title_en=f"Session {n}", position=n)
        for n in range(sessions)
    )
    reports = SessionReport.objects.bulk_create(SessionReport(session=session) for session in held)
    said = Intervention.objects.bulk_create(
        Intervention(report=row, key=f"i{n}", collective="panelists", text_en=texts.text(SUMMARY_WORDS))
        for row in reports
        for n in range(A_SESSION)
    )
    outcome = Outcome.objects.create(edition=edition, heading_en="Agreed")
    points = OutcomePoint.objects.bulk_create(
        OutcomePoint(outcome=outcome, position=n, text_en=texts.drawn_from(said[n].text_en, POINT_WORDS))
        for n in range(POINTS)
    )
    for point, source in zip(points[::2], said[::2], strict=False):
        point.evidence.add(source)
    return edition
