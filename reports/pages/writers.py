"""Who writes a report: whoever holds its private link, or the staff."""

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse

from forums.languages import DEFAULT
from reports.models import ReportEvent, SessionReport
from reports.parts import Sheet
from reports.writing import Writer
from speakers.links import LinkError, find_private_link, note_private_link_opened
from speakers.mails import language_of
from speakers.models import PrivateLink
from speakers.pages.frame import chosen_language, language_of_reader
from speakers.pages.words import LANGUAGES

PERMISSION = "reports.change_sessionreport"
_JOINED = ("session__edition__forum", "session__parent__parent", "rapporteur")


@dataclass
class Access:
    """A report's page, opened by its rapporteur or by the staff. ``root`` is its address.

    ``language`` is that of the page, ``written`` that of the report's texts on it.
    """

    report: SessionReport
    root: str
    writer: Writer
    language: str
    written: str
    chosen: dict[str, str] = field(default_factory=dict)

    @property
    def is_staff(self) -> bool:
        return self.writer.user is not None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.report.session.edition.timezone)

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet(self.report, self.written)

    @property
    def languages(self) -> list[str]:
        """In which languages the report can be written; the first is the usual one."""
        return languages_of(self.report)

    @property
    def query(self) -> str:
        """What keeps both languages, as they were chosen, in an address of this page."""
        return f"?{urlencode(self.chosen)}" if self.chosen else ""


def languages_of(report: SessionReport) -> list[str]:
    """The languages of the report's edition; English where none is set."""
    return list(report.session.edition.languages) or [DEFAULT]


def by_link(request: HttpRequest, token: str) -> Access:
    """What a private link opens. Raises LinkError, alike for whatever does not work."""
    link = find_private_link(PrivateLink.Purpose.REPORT, token)
    report = SessionReport.objects.select_related(*_JOINED).filter(pk=link.subject).first()
    if report is None:
        raise LinkError
    if link.opened_at is None and request.method == "GET":
        # Programs that look before a person does ask with HEAD.
        note_private_link_opened(link)
        ReportEvent.objects.create(report=report, kind=ReportEvent.Kind.OPENED, note=str(link.person or ""))
    usual = language_of(link.person, report.session.edition) if link.person else ""
    channel = f"link of {link.person}"[:60] if link.person else "link"
    return _access(request, report, reverse("report", args=[token]), Writer(None, channel), usual)


def by_staff(request: HttpRequest, pk: int) -> Access:
    """What a member of the staff opens. Raises PermissionDenied for whoever may not change reports."""
    user = request.user
    if not isinstance(user, User) or not (user.is_active and user.is_staff and user.has_perm(PERMISSION)):
        raise PermissionDenied
    report = SessionReport.objects.select_related(*_JOINED).filter(pk=pk).first()
    if report is None:
        raise Http404("There is no such report.")
    return _access(request, report, reverse("staff-report", args=[pk]), Writer(user, "office"), "")


def _access(request: HttpRequest, report: SessionReport, root: str, writer: Writer, usual: str) -> Access:
    code = chosen_language(request)
    chosen = {"language": code} if code else {}
    language = code or (usual if usual in LANGUAGES else language_of_reader(request))
    languages = languages_of(report)
    written = request.GET.get("in", "")
    if written in languages[1:]:
        chosen["in"] = written
    else:
        written = languages[0]
    return Access(report, root, writer, language, written, chosen)
