"""How many requests came how far, beside which did: pages read the small one."""

from typing import Any

from django.db import migrations, models

STAGES = 4


def count(apps: Any, schema_editor: Any) -> None:
    """Count what was counted before."""
    del schema_editor
    for telling in apps.get_model("exchange", "Telling").objects.all():
        telling.reached = {
            size: [list(requests.values()).count(far) for far in range(STAGES)]
            for size, requests in telling.counted.items()
        }
        telling.save()


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [
        migrations.AddField("telling", "reached", models.JSONField(default=dict)),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
