"""Keep when a grant was given and when a step ended it, and the size of the firm that asks."""

from datetime import datetime
from typing import Any

from django.db import migrations, models

ENDS = ("revoke", "give_back", "dispute")


def keep(apps: Any, schema_editor: Any) -> None:
    """Read both moments of the grants there are from the event log."""
    del schema_editor
    events = apps.get_model("events", "Event").objects
    for row in apps.get_model("grants", "Grant").objects.all():
        steps = events.filter(subject=f"grant:{row.pk}", verb__in=("grant", *ENDS)).order_by(
            "number"
        )
        for verb, at in steps.values_list("verb", "at"):
            moment = datetime.fromisoformat(at)
            if verb == "grant":
                row.granted_at = row.granted_at or moment
            else:
                row.ended_at = row.ended_at or moment
        row.save(update_fields=["granted_at", "ended_at"])


class Migration(migrations.Migration):
    dependencies = [("grants", "0002_benchmark"), ("events", "0001_initial")]

    operations = [
        migrations.AddField("grant", "granted_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("grant", "ended_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("grant", "size", models.CharField(default="unknown", max_length=16)),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
