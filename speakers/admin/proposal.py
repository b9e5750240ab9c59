"""Open calls in the office, and the list of what came in: read, compared with who is on file, accepted or declined."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from forums.adminbase import FrozenAdmin, TranslatedAdmin
from forums.admincolumns import Badge, EditionFilter, Moment, badge
from forums.models import Credit
from speakers.models import OpenCall, Person, Proposal
from speakers.proposals import accept_proposal, decline_proposal, find_on_file

from .audited import Audited

NEW = "new"


@admin.register(OpenCall)
class OpenCallAdmin(TranslatedAdmin):
    list_display = [
        "edition",
        "state",
        Moment("opens_at", "edition__timezone", "opens"),
        Moment("closes_at", "edition__timezone", "closes"),
        "waiting",
        "all_proposals",
    ]
    list_filter = [("edition", EditionFilter)]
    search_fields = ["edition__slug", "edition__title"]
    autocomplete_fields = ["edition"]
    related = ["edition__forum"]
    zone = "edition__timezone"
    fieldsets = [
        ("The call", {"fields": ["edition", "opens_at", "closes_at", "self_registration", "nominations", "address"]}),
        ("What it says", {"fields": ["introduction"]}),
    ]
    readonly_fields = ["address"]

    def get_queryset(self, request):
        received = Q(proposals__status=Proposal.Status.RECEIVED)
        confirmed = Q(proposals__confirmed_at__isnull=False)
        counts = {"waiting_count": Count("proposals", received), "all_count": Count("proposals", confirmed)}
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description="now")
    def state(self, call):
        words = {"cancelled": "cancelled", "early": "not open yet", "open": "open", "closed": "closed"}
        return badge(call.state, words[call.state])

    @admin.display(description="to be answered", ordering="waiting_count")
    def waiting(self, call):
        return self._link(call, call.waiting_count, status__exact=Proposal.Status.RECEIVED)

    @admin.display(description="proposals", ordering="all_count")
    def all_proposals(self, call):
        return self._link(call, call.all_count)

    def _link(self, call, count, **query):
        query["call__edition__id__exact"] = call.edition_id
        return format_html('<a href="{}">{}</a>', reverse("admin:speakers_proposal_changelist", query=query), count)

    @admin.display(description="public page")
    def address(self, call):
        if call.pk is None:
            return "Known once the call is saved."
        address = reverse("call", args=[call.edition.slug])
        if call.edition.status == call.edition.Status.PLANNED:
            return format_html("{}, as soon as the edition is announced", address)
        return format_html('<a href="{0}">{0}</a>', address)


class AcceptForm(forms.Form):
    """As what they are invited, and for whoever may be on file, who they are."""

    role = forms.ChoiceField(choices=Credit.Role.choices, initial=Credit.Role.PANELIST, label="Invite as")

    def __init__(self, data=None, *, proposals):
        super().__init__(data, label_suffix="")
        found = find_on_file(proposals)
        keys = {pair.other for pairs in found.values() for pair in pairs}
        self.persons = Person.objects.in_bulk(keys)
        for proposal in proposals:
            if pairs := found[proposal.pk]:
                self.fields[f"person-{proposal.pk}"] = forms.ChoiceField(
                    label=f"{proposal.speaker}, {proposal.email}: who on file is that?",
                    choices=[*((pair.other, self._named(pair)) for pair in pairs), (NEW, "nobody: a new person")],
                    widget=forms.RadioSelect,
                )

    def _named(self, pair):
        person = self.persons[pair.other]
        address = person.email or "no e-mail address yet"
        return f"{person} ({address}): {', '.join(pair.reasons)}"

    def person_of(self, proposal):
        """Who on file it is; None for somebody new."""
        chosen = self.cleaned_data.get(f"person-{proposal.pk}", NEW)
        return None if chosen == NEW else self.persons[int(chosen)]


class DeclineForm(forms.Form):
    """Why; the same for all."""

    reason = forms.CharField(
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
        label="Reason",
        help_text="It stands in the answer as you write it.",
    )

    def __init__(self, data=None, *, proposals):
        super().__init__(data, label_suffix="")


@dataclass(frozen=True)
class Act:
    """One way to answer proposals: its action, what the page says, the form it asks with and what it tells then."""

    name: str
    label: str
    form: type[forms.Form]
    explained: tuple[str, ...]
    done: str


ACCEPT = Act(
    "accept",
    "Accept",
    AcceptForm,
    (
        "Each person is invited by mail with a private link, and whoever sent the proposal in is told.",
        "An invitation goes to the address on file; the one in the proposal counts only where there is none.",
    ),
    "is accepted and invited.",
)
DECLINE = Act(
    "decline",
    "Decline",
    DeclineForm,
    ("Whoever sent the proposal in is told by mail, with the reason that you give.",),
    "is declined; they are told.",
)


@admin.register(Proposal)
class ProposalAdmin(Audited, FrozenAdmin):
    """What was sent in is never edited: it is answered, and from then on the person's own row counts."""

    list_display = [
        "speaker",
        Badge("status"),
        "kind",
        "organization",
        "talk",
        Moment("confirmed_at", "call__edition__timezone", "received"),
    ]
    list_filter = ["status", "kind", ("call__edition", EditionFilter)]
    search_fields = [
        "family_name", "given_name", "native_name", "email", "organization", "talk", "nominator_name",
        "nominator_email", "nominator_organization",
    ]  # fmt: skip
    related = ["call__edition__forum", "decided_by", "person", "invitation__person", "invitation__edition__forum"]
    zone = "call__edition__timezone"
    actions = ["accept", "decline"]
    fieldsets = [
        ("How it stands", {"fields": ["status", "call", "kind", "confirmed_at", "on_file"]}),
        (
            "Who is proposed",
            {"fields": ["speaker", "native_name", "email", "title", "organization", "country", "bio"]},
        ),
        ("What they would say", {"fields": ["talk", "abstract", "language"]}),
        ("Who nominates them", {"fields": ["nominator_name", "nominator_email", "nominator_organization"]}),
        ("The answer", {"fields": ["decided_at", "decided_by", "reason", "person_link", "invitation_link"]}),
    ]

    def get_queryset(self, request):
        # What nobody has confirmed is nobody's word yet, and nobody's to read.
        return super().get_queryset(request).exclude(status=Proposal.Status.UNCONFIRMED)

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm("speakers.delete_proposal")

    def get_fieldsets(self, request, obj=None):
        shown = super().get_fieldsets(request, obj)
        without = set()
        if obj and obj.kind == Proposal.Kind.SELF:
            without.add("Who nominates them")
        if obj and obj.status == Proposal.Status.RECEIVED:
            without.add("The answer")
        return [(heading, options) for heading, options in shown if heading not in without]

    def buttons_of(self, proposal):
        return ["accept", "decline"] if proposal and proposal.status == Proposal.Status.RECEIVED else []

    @admin.display(description="speaker", ordering="family_name")
    def speaker(self, proposal):
        return proposal.speaker

    @admin.display(description="persons on file who may be the same")
    def on_file(self, proposal):
        if proposal.status != Proposal.Status.RECEIVED:
            return "Asked only until it is answered."
        pairs = find_on_file([proposal])[proposal.pk]
        persons = Person.objects.in_bulk([pair.other for pair in pairs])
        lines = [
            (self._page("person", pair.other), persons[pair.other], persons[pair.other].email, ", ".join(pair.reasons))
            for pair in pairs
        ]
        return format_html_join("", '<p><a href="{}">{}</a> {} ({})</p>', lines) or "Nobody: it would be a new person."

    @admin.display(description="person")
    def person_link(self, proposal):
        return self._to("person", proposal.person)

    @admin.display(description="invitation")
    def invitation_link(self, proposal):
        return self._to("invitation", proposal.invitation)

    def _to(self, model, row):
        return format_html('<a href="{}">{}</a>', self._page(model, row.pk), row) if row else "—"

    def _page(self, model, pk):
        return reverse(f"admin:speakers_{model}_change", args=[pk])

    def has_decline_permission(self, request):
        return request.user.has_perm("speakers.change_proposal")

    def has_accept_permission(self, request):
        may = ("speakers.change_proposal", "speakers.add_person", "speakers.add_invitation")
        return request.user.has_perms(may)

    @admin.action(description="Accept…", permissions=["accept"])
    def accept(self, request, queryset):
        def step(proposal, form):
            role = form.cleaned_data["role"]
            accept_proposal(proposal, role=role, by=request.user, person=form.person_of(proposal))

        return self._answer(request, queryset, ACCEPT, step)

    @admin.action(description="Decline…", permissions=["decline"])
    def decline(self, request, queryset):
        def step(proposal, form):
            decline_proposal(proposal, reason=form.cleaned_data["reason"], by=request.user)

        return self._answer(request, queryset, DECLINE, step)

    def _answer(self, request, queryset, act, step):
        """A page that asks what the act needs for the chosen proposals, and carries it out once that is known."""
        proposals = list(queryset.filter(status=Proposal.Status.RECEIVED))
        if not proposals:
            self.message_user(request, "Choose proposals that have not been answered yet.", "WARNING")
            return None
        form = act.form(request.POST if "_do" in request.POST else None, proposals=proposals)
        if form.is_bound and form.is_valid():
            self.each(request, proposals, lambda proposal: step(proposal, form), act.done)
            return None
        about = proposals[0] if len(proposals) == 1 else f"{len(proposals)} proposals"
        context = {
            **self.admin_site.each_context(request),
            "title": f"{act.label} {about}",
            "opts": self.opts,
            "act": act,
            "form": form,
            "proposals": proposals,
            "from_page": "_page" in request.POST,
        }
        return render(request, "admin/speakers/proposal/answer.html", context)
