"""The page that checks a document before it is printed: what is wrong, what is doubtful, and where it is mended."""

from itertools import groupby

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse

from reports.checking import check_document
from reports.lint.check import RULES
from reports.lint.finding import Severity

from .paragraphs import paragraph_page
from .recorded import find_pages


class CheckPages:
    """A page of the list of documents."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.check_view)
        return [path("<int:pk>/check/", view, name="reports_document_check"), *super().get_urls()]

    def check_view(self, request, pk):
        """Everything that the check finds, errors first, each with a link to where it is mended."""
        if not request.user.has_perm("reports.view_document"):
            raise PermissionDenied
        document = self.get_object(request, str(pk))
        if document is None:
            raise Http404
        findings = check_document(document)
        page_of = find_pages(document)
        groups = [
            {
                "severity": severity,
                "rule": RULES[rule],
                "findings": [_told(document, it, page_of) for it in found],
            }
            for (severity, rule), found in groupby(findings, key=lambda it: (it.severity, it.rule))
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Check of {document}",
            "opts": self.opts,
            "document": document,
            "errors": [it for it in groups if it["severity"] == Severity.ERROR],
            "warnings": [it for it in groups if it["severity"] == Severity.WARNING],
            "error_count": sum(it.severity == Severity.ERROR for it in findings),
            "warning_count": sum(it.severity == Severity.WARNING for it in findings),
        }
        return render(request, "admin/reports/document_check.html", context)


def _told(document, finding, page_of):
    """A finding, with the pages where it can be mended: the paragraph, the record that gives it."""
    pages = [("Paragraph", paragraph_page(document, finding.place))] if finding.place else []
    if finding.record:
        model, pk = finding.record
        meta = apps.get_model(model)._meta
        pages.append((meta.verbose_name, reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[pk])))
    elif finding.place and (found := page_of(finding.place)):
        pages.append(found)
    return finding.sentence, pages
