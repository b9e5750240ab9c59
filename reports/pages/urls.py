from django.urls import path, register_converter

from . import clearing, library, press, report, review, verify


class Format:
    """The formats in which documents are handed out."""

    regex = "|".join(library.MEDIA_TYPES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Format, "format")

urlpatterns = [
    path("c/<str:token>/", clearing.clearance, name="clearance"),
    path("c/<str:token>/<slug:step>/", clearing.clearance_step, name="clearance-step"),
    path("v/paper.css", review.paper_css, name="paper-css"),
    path("v/<str:token>/", review.review, name="review"),
    path("v/<str:token>/<slug:step>/", review.review_step, name="review-step"),
    path("r/<str:token>/", report.report, name="report"),
    path("r/<str:token>/<slug:step>/", report.report_step, name="report-step"),
    path("reports/<int:pk>/", report.staff_report, name="staff-report"),
    path("reports/<int:pk>/<slug:step>/", report.staff_report_step, name="staff-report-step"),
    # A symbol holds slashes: what is more than its own page comes first.
    path("documents/<path:symbol>/press/<int:number>.jpg", press.photo, name="press-photo"),
    path("documents/<path:symbol>/press/", press.press, name="press"),
    path("documents/<path:symbol>/press.zip", press.archive, name="press-archive"),
    path("documents/<path:symbol>/look.css", library.look, name="document-look"),
    path("documents/<path:symbol>.<format:format>", library.file, name="document-file"),
    path("documents/<path:symbol>/", library.document, name="document"),
    path("verify/", verify.ask, name="verify"),
    path("verify/<str:digest>/", verify.verified, name="verified"),
    path("<slug:forum>/documents/", library.library, name="library"),
]
