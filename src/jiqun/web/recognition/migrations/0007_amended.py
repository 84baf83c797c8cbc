"""Let another call be made once one is cancelled, and keep the day each was issued."""

from datetime import datetime
from typing import Any

from django.db import migrations, models
from django.utils import timezone


def keep(apps: Any, schema_editor: Any) -> None:
    """Take the day a call was issued from the event log; one that never was stays without."""
    del schema_editor
    events = apps.get_model("events", "Event").objects.filter(verb="issue")
    for call in apps.get_model("recognition", "Call").objects.all():
        subject = f"call:{call.programme}/{call.year}"
        at = events.filter(subject=subject).values_list("at", flat=True).first()
        if at is not None:
            call.issued = timezone.localtime(datetime.fromisoformat(at)).date()
            call.save(update_fields=["issued"])


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_initial"),
        ("events", "0001_initial"),
        ("recognition", "0006_papers"),
    ]

    operations = [
        migrations.AlterModelOptions("call", {"ordering": ("-year", "programme", "-number")}),
        migrations.RemoveConstraint("call", "one_call"),
        migrations.AddField("call", "issued", models.DateField(null=True, blank=True)),
        migrations.AddField("call", "number", models.PositiveSmallIntegerField(default=1)),
        migrations.AddConstraint(
            "call",
            models.UniqueConstraint(
                fields=("programme", "year"),
                condition=~models.Q(state="cancelled"),
                name="one_call",
            ),
        ),
        migrations.AddConstraint(
            "call",
            models.UniqueConstraint(
                fields=("programme", "year", "number"), name="one_call_a_number"
            ),
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
