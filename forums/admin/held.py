"""The day after: recording a day as it was held, and what went otherwise than planned."""

from collections import Counter
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.timezone import localtime
from django.views.decorators.csrf import csrf_protect

from forums.agenda.as_held import compare_with_plan
from forums.exceptions import DomainError
from forums.held import PartError, SessionHeld, StaleDayError, days_of, nearest_to, record_day, sessions_on, stamp
from forums.models import Credit, Edition, Session
from forums.seats import Held

PERMISSION = "forums.change_credit"
PAGES = [
    ("As held", "admin:forums_edition_held", PERMISSION),
    ("Held and planned", "admin:forums_edition_compared", "forums.view_credit"),
]
CAME = [("yes", "came"), ("no", "did not come")]


class SessionForm(forms.Form):
    """What became of a session. One that is over is taken to be held until somebody says otherwise."""

    status = forms.ChoiceField(choices=Session.Status.choices, label="What became of it")
    starts_at = forms.TimeField(required=False, label="Really began", widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    ends_at = forms.TimeField(required=False, label="Really ended", widget=forms.TimeInput({"type": "time"}, "%H:%M"))

    def __init__(self, session, zone, data=None):
        self.session, self.zone = session, zone
        is_over = session.ends_at is None or session.ends_at < timezone.now()
        status = Session.Status.HELD if session.status == Session.Status.PLANNED and is_over else session.status
        really = {
            name: moment and localtime(moment, zone).time()
            for name, moment in (("starts_at", session.actual_starts_at), ("ends_at", session.actual_ends_at))
        }
        super().__init__(data, prefix=f"s{session.pk}", initial={"status": status, **really})
        if session.starts_at is None:
            del self.fields["starts_at"], self.fields["ends_at"]

    @property
    def planned(self):
        """As the clocks of the place show it; a template would turn an aware time into the site's."""
        return self.session.starts_at and self.session.starts_at.astimezone(self.zone).replace(tzinfo=None)

    def clean(self):
        really = {}
        for name in ("starts_at", "ends_at"):
            clock = self.cleaned_data.get(name)
            really[name] = clock and nearest_to(getattr(self.session, name), clock, self.zone)
        if really["ends_at"] and not (really["starts_at"] and really["starts_at"] < really["ends_at"]):
            self.add_error("ends_at", "The real end needs a real beginning before it.")
        return self.cleaned_data | really

    @property
    def held(self):
        data = self.cleaned_data
        if self.session.starts_at is None:
            return SessionHeld(data["status"], self.session.actual_starts_at, self.session.actual_ends_at)
        return SessionHeld(data["status"], data["starts_at"], data["ends_at"])


class PartForm(forms.Form):
    """What became of one part. Who is named came instead, or took the seat, or read it."""

    came = forms.ChoiceField(choices=CAME, label="Came?")
    mode = forms.ChoiceField(choices=Credit.Mode.choices, label="How")
    who = forms.CharField(required=False, max_length=200, label="Who instead, or who read it")

    def __init__(self, credit, cards, data=None):
        self.credit, self.cards = credit, cards
        came = "no" if credit.status == Credit.Status.CANCELLED else "yes"
        names = {card.pk: label for label, card in cards.items()}
        who = names.get(credit.reader_id, "") if credit.reader_id else credit.reader_name
        super().__init__(data, prefix=f"c{credit.pk}", initial={"came": came, "mode": credit.mode, "who": who})
        self.fields["who"].widget.attrs["list"] = "speakers"
        self.fields["who"].label = "Who took the seat" if credit.seat_of_id else self.fields["who"].label

    def clean_who(self):
        return " ".join(self.cleaned_data["who"].split())

    def clean(self):
        data = super().clean()
        is_read = data.get("mode") == Credit.Mode.READ_ON_BEHALF
        if data.get("who") and data["who"] not in self.cards and not is_read:
            self.add_error("who", "Nobody of that name is in this edition’s programme. Add the speaker first.")
        return data

    @property
    def held(self):
        data = self.cleaned_data
        card = self.cards.get(data["who"])
        return Held(
            came=data["came"] == "yes",
            mode=data["mode"],
            instead=card,
            reader_name=data["who"] if data["who"] and card is None else "",
        )


class HeldPages:
    """Pages of an edition for the time after it began."""

    def get_urls(self):
        def own(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"forums_edition_{name}")

        return [
            own("<int:pk>/held/", self.held_view, "held"),
            own("<int:pk>/compared/", self.compared_view, "compared"),
            *super().get_urls(),
        ]

    @method_decorator(csrf_protect)
    def held_view(self, request, pk):
        """A day of the edition as it was held: everything filled in as planned, one button for the whole day."""
        if not request.user.has_perms([PERMISSION, "forums.change_session"]):
            raise PermissionDenied
        edition = get_object_or_404(Edition.objects.select_related("forum"), pk=pk)
        days = days_of(edition)
        day = chosen_day(request.GET.get("day"), days, ZoneInfo(edition.timezone))
        sessions = sessions_on(edition, day) if day else []
        cards = named_apart(edition.cards.only("edition", "name", "slug"))
        zone, posted = ZoneInfo(edition.timezone), request.POST if request.method == "POST" else {}
        rows = [
            (
                SessionForm(session, zone, given(posted, f"s{session.pk}-status")),
                [PartForm(part, cards, given(posted, f"c{part.pk}-came")) for part in session.credits.all()],
            )
            for session in sessions
        ]
        if posted and day and self._record(request, edition, day, rows):
            return HttpResponseRedirect(request.get_full_path())
        return self._page(
            request,
            "held",
            edition,
            {
                "title": "As held",
                "days": days,
                "day": day,
                "rows": rows,
                "seen": stamp(sessions),
                "cards": cards,
                "clocks": edition.timezone,
                "add_speaker": reverse("admin:forums_speakercard_add", query={"edition": edition.pk}),
            },
        )

    def _record(self, request, edition, day, rows):
        """Save the day; False, with the reasons shown, if anything cannot be."""
        if request.POST.get("seen") != stamp([form.session for form, _ in rows]):
            # Told before any mistake: what is missing may be what somebody else changed.
            self.message_user(request, str(StaleDayError()), messages.ERROR)
            return False
        parts = {form.credit.pk: form for _, forms in rows for form in forms}
        # Each is looked at, so that all that is wrong is marked at once.
        mistakes = [form for form in (*(form for form, _ in rows), *parts.values()) if not form.is_valid()]
        if mistakes:
            self.message_user(request, "Nothing is saved yet: mend what is marked below.", messages.ERROR)
            return False
        try:
            changed = record_day(
                edition,
                day,
                seen=request.POST.get("seen", ""),
                sessions={form.session.pk: form.held for form, _ in rows},
                parts={pk: form.held for pk, form in parts.items()},
            )
        except PartError as error:
            parts[error.credit].add_error("who", str(error))
            self.message_user(request, "Nothing is saved yet: mend what is marked below.", messages.ERROR)
            return False
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return False
        told = f"{day:%A, %-d %B}: recorded as held, {changed} entr{'y' if changed == 1 else 'ies'} changed."
        self.log_change(request, edition, told)
        self.message_user(request, told, messages.SUCCESS)
        return True

    def compared_view(self, request, pk):
        """What went otherwise than the public last read."""
        if not request.user.has_perm("forums.view_credit"):
            raise PermissionDenied
        edition = get_object_or_404(Edition.objects.select_related("forum"), pk=pk)
        compared = compare_with_plan(edition)
        context = {
            "title": "Held and planned",
            "different": [it for it in compared if it.differences],
            "as_planned": [it for it in compared if it.release and not it.differences],
            "unplanned": [it for it in compared if it.release is None],
            "open": sum(it.session.status == Session.Status.PLANNED for it in compared),
        }
        return self._page(request, "compared", edition, context)

    def _page(self, request, name, edition, context):
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "original": edition}
        return render(request, f"admin/forums/edition/{name}.html", shared | context)


def given(posted, name):
    """What was posted, for a form that is in it; nothing for one that was not on the page yet."""
    return posted if name in posted else None


def chosen_day(asked, days, zone):
    """The day that is asked for; else the last that has begun, or the first. None where there are none."""
    if asked:
        chosen = next((day for day in days if day.isoformat() == asked), None)
        if chosen is None:
            raise Http404
        return chosen
    today = timezone.now().astimezone(zone).date()
    return next((day for day in reversed(days) if day <= today), days[0] if days else None)


def named_apart(cards):
    """The speakers by their names, those of one name by their addresses too."""
    cards = sorted(cards, key=lambda card: (card.name, card.slug))
    times = Counter(card.name for card in cards)
    return {card.name if times[card.name] == 1 else f"{card.name} ({card.slug})": card for card in cards}
