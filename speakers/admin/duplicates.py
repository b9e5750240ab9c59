"""The pages on which persons on file twice are merged, and homonyms told apart."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import capfirst
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from forums.exceptions import DomainError
from speakers.audit import How, note_access
from speakers.billing import held_by, with_titles
from speakers.models import Person
from speakers.people import find_duplicates, merge_persons, preview_merge, tell_apart
from speakers.titles import titles_on

PAIRS_A_PAGE = 25
COMPARED = [
    "native_name", "honorific", "country", "email", "phone", "languages", "pronoun", "distinguish", "note",
]  # fmt: skip


class DuplicatePages:
    """Pages of the person list: likely pairs, and the merging of one."""

    def get_urls(self):
        def own(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"speakers_person_{name}")

        return [
            own("duplicates/", self.duplicates_view, "duplicates"),
            own("<int:one>/merge/<int:other>/", self.merge_view, "merge"),
            own("<int:one>/apart/<int:other>/", self.apart_view, "apart"),
            *super().get_urls(),
        ]

    def duplicates_view(self, request):
        """The pairs, each side with what tells persons apart."""
        self._check(request)
        note_access(request.user, How.LISTED, Person)
        found = find_duplicates()
        paginator = Paginator(found.pairs, PAIRS_A_PAGE)
        page = paginator.get_page(request.GET.get("page"))
        persons = _persons({pk for pair in page for pk in (pair.one, pair.other)})
        today = timezone.localdate()
        sides = {
            person.pk: {
                "person": person,
                "titles": titles_on(held_by(person), today, short=True),
                "registrations": person.registration_total,
            }
            for person in persons.values()
        }
        context = {
            **self.admin_site.each_context(request),
            "title": "Persons on file twice",
            "opts": self.opts,
            "paginator": paginator,
            "page": page,
            "pairs": [
                {"one": it.one, "other": it.other, "reasons": it.reasons, "sides": [sides[it.one], sides[it.other]]}
                for it in page
            ],
            "commonplace": sorted(found.commonplace.items()),
        }
        return render(request, "admin/speakers/person/duplicates.html", context)

    @method_decorator(csrf_protect)
    def merge_view(self, request, one, other):
        """Both side by side, what a merge would decide, and the button that does it."""
        self._check(request)
        persons = _persons({one, other})
        if len(persons) < 2:
            raise Http404
        for pk in persons:
            note_access(request.user, How.VIEWED, Person, pk, person=pk)
        asked = (request.POST or request.GET).get("survivor", "")
        # Unless told otherwise, whoever takes part in more stays; of two alike, who was entered first.
        usual = min(persons.values(), key=lambda person: (-person.registration_total, person.pk))
        survivor = next((person for pk, person in persons.items() if str(pk) == asked), usual)
        [duplicate] = [person for person in persons.values() if person != survivor]
        try:
            if request.method == "POST":
                merge_persons(survivor, duplicate, by=request.user)
                self.log_change(request, survivor, f"Took over everything of {duplicate} (no. {duplicate.pk}).")
                self.log_change(request, duplicate, f"Merged into {survivor} (no. {survivor.pk}).")
                self.message_user(request, f"{duplicate} is merged into {survivor}.", messages.SUCCESS)
                return HttpResponseRedirect(self.page_of(survivor.pk))
            told = preview_merge(survivor, duplicate)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:speakers_person_duplicates"))
        ordered = [survivor, duplicate]
        context = {
            **self.admin_site.each_context(request),
            "title": "Merge two persons",
            "opts": self.opts,
            "persons": ordered,
            "survivor": survivor,
            "duplicate": duplicate,
            "rows": _side_by_side(*ordered),
            "told": told,
        }
        return render(request, "admin/speakers/person/merge.html", context)

    @method_decorator([csrf_protect, require_POST])
    def apart_view(self, request, one, other):
        """Remember that the two are two."""
        self._check(request)
        persons = _persons({one, other})
        if len(persons) < 2:
            raise Http404
        tell_apart(*persons.values(), by=request.user)
        self.message_user(request, f"Two persons: {' and '.join(map(str, persons.values()))}.", messages.SUCCESS)
        for person in persons.values():
            if not person.distinguish:
                link = format_html('<a href="{}">{}</a>', self.page_of(person.pk), person)
                told = format_html("Say what tells {} apart, so that lists show it: fill in “told apart by”.", link)
                self.message_user(request, told, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:speakers_person_duplicates"))

    def _check(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied


def _persons(keys):
    """The persons by key, with their titles and the number of their registrations."""
    rows = Person.objects.filter(pk__in=keys).prefetch_related(with_titles())
    return rows.annotate(registration_total=Count("registrations")).order_by("pk").in_bulk()


def _side_by_side(one, other):
    """What is on file about each; a row a field, without the fields that both leave empty."""
    today = timezone.localdate()
    rows = [("Titles today", *("\n".join(titles_on(held_by(person), today)) for person in (one, other)))]
    rows.append(("Registrations", one.registration_total, other.registration_total))
    for name in COMPARED:
        values = [_shown(person, name) for person in (one, other)]
        rows.append((capfirst(Person._meta.get_field(name).verbose_name), *values))
    return [row for row in rows if row[1] or row[2]]


def _shown(person, name):
    value = getattr(person, name)
    return ", ".join(value) if isinstance(value, list) else str(getattr(value, "name", value))
