"""What the office's list of persons costs with many of them: queries and seconds, of the list and of the pairs."""

import time
from typing import Any

FEW, MANY = 50, 5000
PAGES = {"the list": "admin:speakers_person_changelist", "duplicates": "admin:speakers_person_duplicates"}


def measure_people() -> dict[str, dict[int, tuple[int, float]]]:
    """Queries and seconds of both pages by how many persons there are: 50, or as many as there were, and 5 000.

    Every tenth person that is made here is on file twice. The rows stay in the database that it is called on.
    """
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from speakers.models import Person

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("people-bench"))
    found: dict[str, Any] = {name: {} for name in PAGES}
    for number in (FEW, MANY):
        _make_people(number - Person.objects.count())
        for name, address in PAGES.items():
            client.get(reverse(address))
            with CaptureQueriesContext(connection) as queries:
                started = time.perf_counter()
                response = client.get(reverse(address))
                seconds = time.perf_counter() - started
            assert response.status_code == 200, response.status_code
            found[name][Person.objects.count()] = (len(queries), seconds)
    return found


def report(found: dict[str, dict[int, tuple[int, float]]]) -> list[str]:
    """The lines of docs/performance.md about it."""
    rows = [(f"{name}, {persons} persons", *cost) for name, costs in found.items() for persons, cost in costs.items()]
    return [
        "## Persons in the office",
        "",
        "| page | seconds | queries | at most |",
        "|---|---:|---:|---:|",
        *(f"| {name} | {seconds:.2f} | {queries} | 15 queries |" for name, queries, seconds in rows),
    ]


def _make_people(number: int) -> None:
    """Persons with a title each; none where there are enough already."""
    from forums.models import Organization
    from speakers.models import Appointment, Person

    if number <= 0:
        return
    employer, _ = Organization.objects.get_or_create(slug="people-bench", defaults={"name_en": "Academy"})
    start = Person.objects.count()
    persons = Person.objects.bulk_create(
        Person(
            # The tenth of ten has the name of the ninth.
            family_name=f"Family{(start + n) - ((start + n) % 10 == 9)}",
            given_name="Given",
            email=f"person-{start + n}@example.org",
            country="CN",
        )
        for n in range(number)
    )
    Appointment.objects.bulk_create(
        Appointment(person=person, title_en="professor", organization=employer) for person in persons
    )
