"""What is asked of whoever answers an open call: about themselves, or about somebody they nominate."""

from typing import Any

from django import forms
from django_countries import countries

from forums.models.fields import validate_printable
from speakers.models import Person, Proposal
from speakers.models.proposal import validate_no_address

from .fields import Line, Prose
from .forms import Data, PageForm

_NOMINATOR = ("nominator_name", "nominator_email", "nominator_organization")


class ProposalForm(PageForm):
    """A proposal of one kind. To be made, and read, while the page's language is active."""

    def __init__(self, data: Data = None, *, kind: str, language: str) -> None:
        self.kind = kind
        super().__init__(data, language=language, name="call")
        if kind == Proposal.Kind.NOMINATION:
            self.fields |= self._nominator()
        self.fields |= self._person() | self._talk()
        if kind == Proposal.Kind.NOMINATION:
            missing = {"required": self.say("call-agreed-missing")}
            self.fields["agreed"] = forms.BooleanField(label=self.say("call-agreed"), error_messages=missing)
        # People do not see it; programs that fill in everything do.
        trap = forms.TextInput({"autocomplete": "off", "tabindex": "-1"})
        self.fields["website"] = forms.CharField(required=False, label=self.say("call-trap"), widget=trap)

    def _name(self, key: str, length: int, *, required: bool = True, **options: Any) -> Line:
        field = Line(length, required=required, **({"label": self.say(key)} | options))
        field.validators.append(validate_no_address)
        return field

    def _email(self, key: str, **options: Any) -> forms.EmailField:
        field = forms.EmailField(max_length=254, label=self.say(key), **options)
        field.validators.append(validate_printable)
        field.widget.attrs["autocomplete"] = "email"
        return field

    def _nominator(self) -> dict[str, forms.Field]:
        return {
            "nominator_name": self._name("call-nominator-name", 200),
            "nominator_email": self._email("call-nominator-email", help_text=self.say("call-email-help")),
            "nominator_organization": Line(300, label=self.say("call-nominator-organization")),
        }

    def _person(self) -> dict[str, forms.Field]:
        orders = [(value, self.say(value)) for value in Person.NameOrder.values]
        usual = Person.NameOrder.FAMILY_FIRST if self.language == "zh-hans" else Person.NameOrder.GIVEN_FIRST
        email = "call-email" if self.kind == Proposal.Kind.SELF else "call-speaker-email"
        return {
            "given_name": self._name("given_name", 100, required=False),
            "family_name": self._name("family_name", 100),
            "name_order": forms.ChoiceField(choices=orders, initial=usual, label=self.say("name_order")),
            "native_name": self._name("native_name", 100, required=False, help_text=self.say("native_name-help")),
            "email": self._email(email, help_text=self.say(f"{email}-help")),
            "organization": Line(300, required=False, label=self.say("call-organization")),
            "title": Line(
                300, required=False, label=self.say("call-position"), help_text=self.say("call-position-help")
            ),
            "country": forms.ChoiceField(
                choices=[("", self.say("call-country-none")), *countries],
                required=False,
                label=self.say("call-country"),
            ),
            "bio": Prose(rows=5, required=False, label=self.say("call-bio"), help_text=self.say("call-bio-help")),
        }

    def _talk(self) -> dict[str, forms.Field]:
        return {
            "talk": Line(300, required=False, label=self.say("call-talk")),
            "abstract": Prose(
                rows=5,
                max_length=3000,
                required=False,
                label=self.say("call-abstract"),
                help_text=self.say("call-abstract-help"),
            ),
        }

    @property
    def is_trapped(self) -> bool:
        """Whether a program filled in what no person sees."""
        return bool(self.cleaned_data["website"])

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the proposal, once valid."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"agreed", "website"}}

    @property
    def about_sender(self) -> list[forms.BoundField]:
        """What a nominator says of themselves."""
        return [self[name] for name in _NOMINATOR if name in self.fields]

    @property
    def about_speaker(self) -> list[forms.BoundField]:
        """What is said of who is to speak."""
        apart = {*_NOMINATOR, "agreed", "website"}
        return [self[name] for name in self.fields if name not in apart]
