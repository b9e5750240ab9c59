"""What the lateness board of an edition costs with many sessions: queries and seconds."""

import time
from datetime import timedelta
from typing import Any

FEW, MANY = 6, 600


def measure_board() -> dict[int, tuple[int, float]]:
    """Queries and seconds of the board by how many sessions the edition has, every other one with a report.

    The rows stay in the database that it is called on.
    """
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from forums.models import Edition, Forum

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("board-bench"))
    forum = Forum.objects.create(slug="board-bench", name_en="Bench")
    edition = Edition.objects.create(forum=forum, slug="board-bench", title_en="Bench", year=2022, number=1)
    page = reverse("admin:reports_board_edition", args=[edition.pk])
    found: dict[int, Any] = {}
    for number in (FEW, MANY):
        _make_sessions(edition, number - edition.sessions.count())
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            started = time.perf_counter()
            response = client.get(page)
            seconds = time.perf_counter() - started
        assert response.status_code == 200, response.status_code
        assert response.content.count(b'<th scope="row"><a') == number
        found[number] = (len(queries), seconds)
    return found


def report(found: dict[int, tuple[int, float]]) -> list[str]:
    """The lines of docs/performance.md about it."""
    return [
        "## The lateness board",
        "",
        "| page | seconds | queries | at most |",
        "|---|---:|---:|---:|",
        *(f"| {number} sessions | {took:.2f} | {queries} | 7 queries |" for number, (queries, took) in found.items()),
    ]


def _make_sessions(edition: Any, number: int) -> None:
    """Sessions that are over, half of them with a rapporteur, half of those approved."""
    from django.utils import timezone

    from forums.models import Session
    from reports.models import SessionReport
    from speakers.models import Person

    start, end = edition.sessions.count(), timezone.now() - timedelta(days=20)
    sessions = Session.objects.bulk_create(
        Session(
            edition=edition,
            code=f"s{start + n}",
            kind=Session.Kind.PANEL,
            title_en=f"Panel {start + n}",
            starts_at=end - timedelta(hours=1),
            ends_at=end,
        )
        for n in range(number)
    )
    persons = Person.objects.bulk_create(Person(family_name=f"Rapporteur{start + n}") for n in range(number // 2))
    SessionReport.objects.bulk_create(
        SessionReport(
            session=session,
            rapporteur=person,
            status=SessionReport.Status.APPROVED if n % 2 else SessionReport.Status.DRAFT,
        )
        for n, (session, person) in enumerate(zip(sessions[::2], persons, strict=True))
    )
