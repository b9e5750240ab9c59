from datetime import timedelta

from django.db import migrations

ANSWERED = {"approved", "corrected", "withdrawn"}


def move_answers(apps, schema_editor):
    """A clearance named contributions without what was shown of them: its answer goes to each of them."""
    Clearance = apps.get_model("reports", "Clearance")
    for clearance in Clearance.objects.all():
        answer = clearance.status if clearance.status in {*ANSWERED, "lapsed"} else "not-asked"
        clearance.interventions.update(clearance=answer)
        if clearance.status in ANSWERED:
            clearance.status = "answered"
        elif clearance.status == "sent":
            # There was no deadline by which silence is consent: they are asked again.
            clearance.status = "draft"
        clearance.save(update_fields=["status"])


def drop_computed_dues(apps, schema_editor):
    """What is due is computed from now on, and a stored time is an exception: the rule's own go."""
    SessionReport = apps.get_model("reports", "SessionReport")
    for report in SessionReport.objects.select_related("session"):
        end = report.session.actual_ends_at or report.session.ends_at
        if end and report.takeaways_due_at == end + timedelta(hours=2):
            report.takeaways_due_at = None
        if end and report.due_at == end + timedelta(days=14):
            report.due_at = None
        report.save(update_fields=["takeaways_due_at", "due_at"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("forums", "0002_public_agenda")]

    operations = [
        migrations.RunPython(move_answers, migrations.RunPython.noop),
        migrations.RunPython(drop_computed_dues, migrations.RunPython.noop),
    ]
