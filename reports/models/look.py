"""How a forum's documents look: its colours, its mark, its letters."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from forums.models import Forum
from forums.models.fields import LineField

_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", "Give the colour as # and six digits, like #173a5e.")


class Look(models.Model):
    """What a forum's documents have of their own; what is empty is as the design has it."""

    class Face(models.TextChoices):
        SERIF = "serif", "serif"
        SANS = "sans", "sans serif"

    forum = models.OneToOneField(Forum, models.CASCADE, related_name="look")
    accent = models.CharField("first colour", max_length=7, blank=True, validators=[_colour], help_text="Like #173a5e.")
    second = models.CharField("second colour", max_length=7, blank=True, validators=[_colour])
    logo = models.ImageField(upload_to="looks", blank=True, help_text="PNG, JPEG or WebP; printed on the cover.")
    logo_alt = LineField(
        "what the logo shows", max_length=200, blank=True, help_text="Read aloud to those who cannot see it."
    )
    face = models.CharField("letters", max_length=5, choices=Face, default=Face.SERIF)

    class Meta:
        ordering = ["forum"]

    def __str__(self) -> str:
        return f"Look of {self.forum}"

    def clean(self) -> None:
        """A mark that only eyes can read is no mark for everybody."""
        if self.logo and not self.logo_alt:
            raise ValidationError({"logo_alt": "Say what the logo shows, for those who cannot see it."})
