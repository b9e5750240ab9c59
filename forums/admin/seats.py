"""The pages that change who takes a place in a session: a seat gets a name, somebody comes instead, or reads."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from forums.exceptions import DomainError
from forums.models import Credit, SpeakerCard
from forums.seats import name_seat, read_on_behalf, substitute

STANDING = (Credit.Status.PLANNED, Credit.Status.DELIVERED)


class SpeakerForm(forms.Form):
    card = forms.ModelChoiceField(SpeakerCard.objects.none(), label="Speaker", empty_label="Choose a speaker")

    def __init__(self, edition, data=None):
        super().__init__(data)
        self.fields["card"].queryset = SpeakerCard.objects.filter(edition=edition).order_by("sort_name", "id")
        self.fields["card"].label_from_instance = lambda card: f"{card.name} ({card.slug})"


class ReaderForm(SpeakerForm):
    name = forms.CharField(
        required=False, max_length=200, label="Or a name, as printed", help_text="For a reader not in the programme."
    )

    def __init__(self, edition, data=None):
        super().__init__(edition, data)
        self.fields["card"].required = False
        self.fields["card"].label = "Reader"

    def clean(self):
        data = super().clean()
        if data.get("card") and data.get("name"):
            raise forms.ValidationError("Choose the reader or type the name, not both.")
        return data


class SeatPages:
    """Pages of a credit that keep its history, where editing it by hand would not."""

    def tools(self, request, credit):
        if credit.status not in STANDING or not request.user.has_perm("forums.change_credit"):
            return []
        acts = [("Name the seat", "name")]
        if credit.card_id:
            acts = [("Put a substitute", "substitute"), ("Read on behalf", "read")]
        pages = [(label, reverse(f"admin:forums_credit_{name}", args=[credit.pk])) for label, name in acts]
        return [*pages, *super().tools(request, credit)]

    def get_urls(self):
        views = [("name", self.name_view), ("substitute", self.substitute_view), ("read", self.read_view)]
        acts = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"forums_credit_{name}")
            for name, view in views
        ]
        return [*acts, *super().get_urls()]

    @method_decorator(csrf_protect)
    def name_view(self, request, pk):
        def step(credit, card):
            seat = credit.seat_of
            name_seat(credit, card)
            return credit, f"{card} has the seat of {seat}."

        explained = [
            "The seat becomes the speaker’s; whose seat it was stays on file.",
            "The programme says so from its next release.",
        ]
        return self._take_place(
            request, pk, title="Name the seat", explained=explained, form_class=SpeakerForm, step=step
        )

    @method_decorator(csrf_protect)
    def substitute_view(self, request, pk):
        def step(credit, card):
            before = credit.card
            return substitute(credit, card), f"{card} comes instead of {before}."

        explained = [
            "Whoever comes instead has the role, the place and the talk title. Who was to come stays on file.",
            "The programme says so from its next release.",
        ]
        return self._take_place(
            request, pk, title="Put a substitute", explained=explained, form_class=SpeakerForm, step=step
        )

    @method_decorator(csrf_protect)
    def read_view(self, request, pk):
        def step(credit, card, name):
            read_on_behalf(credit, card, name)
            reader = card or name
            return credit, f"It is read on behalf of {credit.card}{f', by {reader}' if reader else ''}."

        explained = [
            "The speaker stays in the programme; somebody reads what they sent.",
            "Leave both empty while it is not known who reads.",
        ]
        return self._take_place(
            request, pk, title="Read on behalf", explained=explained, form_class=ReaderForm, step=step
        )

    def _take_place(self, request, pk, *, title, explained, form_class, step):
        """Explain the act and ask whom; then do it and say what came of it."""
        credit = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, credit):
            raise PermissionDenied
        form = form_class(credit.session.edition_id, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                theirs, told = step(credit, **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                self.log_change(request, theirs, told)
                self.message_user(request, told, "SUCCESS")
                return HttpResponseRedirect(self.page_of(theirs.pk))
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": credit,
            "explained": [f"{credit}, in “{credit.session}”.", *explained],
            "form": form,
        }
        return render(request, "admin/act.html", context)
