"""The page on which a person on file gets a seat, or comes instead of somebody."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from forums.admin.programme import CreditAdmin
from forums.adminforms import Autocomplete
from forums.exceptions import DomainError
from forums.models import Credit
from speakers.models import Person, Registration
from speakers.substitutes import place_person

PERMISSION = "speakers.add_registration"
CreditAdmin.pages = [*CreditAdmin.pages, ("Choose from the persons", "admin:speakers_registration_place", PERMISSION)]


class PersonForm(forms.Form):
    person = forms.ModelChoiceField(
        Person.objects.filter(merged_into=None),
        widget=Autocomplete(Registration._meta.get_field("person"), admin.site),
        help_text="Whoever is not registered yet is registered as invited. They are printed once they agree to that.",
    )


class PlacePages:
    """A page of the registrations that makes one for whoever takes a place in the programme."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.place_view)
        return [path("place/<int:credit>/", view, name="speakers_registration_place"), *super().get_urls()]

    @method_decorator(csrf_protect)
    def place_view(self, request, credit):
        """Ask whom; then name the seat, or put them there as substitute."""
        if not request.user.has_perms([PERMISSION, "forums.change_credit"]):
            raise PermissionDenied
        rows = Credit.objects.select_related("session__edition__forum", "card", "seat_of")
        place = get_object_or_404(rows, pk=credit)
        form = PersonForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            person, before = form.cleaned_data["person"], str(place)
            try:
                theirs = place_person(place, person)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                told = f"{person} has the place of {before}."
                self.log_change(request, theirs, told)
                self.message_user(request, told, "SUCCESS")
                return HttpResponseRedirect(reverse("admin:forums_credit_change", args=[theirs.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": "Name the seat" if place.seat_of_id else "Put a substitute",
            "opts": place._meta,
            "original": place,
            "explained": [f"{place}, in “{place.session}”.", "Who had the place before stays on file."],
            "form": form,
        }
        return render(request, "admin/act.html", context)
