"""What is done after the sessions of an edition, in the order of the work: the path on the edition's page."""

from forums.admin.edition import EditionAdmin

EditionAdmin.path = [
    (
        "Reports",
        "admin:reports_board_edition",
        "reports.view_sessionreport",
        "ask the rapporteurs, see what is late, approve what is in",
    ),
    ("Outcomes", "admin:reports_outcome_changelist", "reports.view_outcome", "write what was agreed, point by point"),
    (
        "Provenance",
        "admin:reports_outcome_provenance_edition",
        "reports.view_outcome",
        "see what each point rests on, and which points and sessions rest on nothing",
    ),
    (
        "Clearance",
        "admin:reports_clearance_board",
        "reports.view_clearance",
        "let everybody who is quoted approve, correct or withdraw what prints of them",
    ),
    (
        "Mentions",
        "admin:reports_instrument_mentions",
        "reports.view_instrument",
        "cite the instruments that texts name",
    ),
    (
        "Conflicting figures",
        "admin:reports_instrument_conflicts",
        "reports.view_instrument",
        "find numbers that cannot all be right",
    ),
    (
        "Documents",
        "admin:reports_document_changelist",
        "reports.view_document",
        "put the document together and print it",
    ),
    (
        "Carry calls over",
        "admin:reports_calltoaction_carry",
        "reports.add_calltoaction",
        "let the next edition ask again what is still open",
    ),
]
