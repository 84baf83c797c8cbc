"""Sums by cluster: what was told of whole counties is counted anew, for groups do not overlap."""

from typing import Any

from django.db import migrations, models


def forget(apps: Any, schema_editor: Any) -> None:
    """Drop the notes of sums of whole counties."""
    del schema_editor
    apps.get_model("carbon", "CarbonTold").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("carbon", "0001_initial")]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.RemoveConstraint("carbontold", "one_sum_told"),
        migrations.RemoveField("carbontold", "county"),
        migrations.AddField(
            "carbontold",
            "group",
            models.CharField(default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField("carbontold", "ever", models.JSONField(default=list)),
        migrations.AddConstraint(
            "carbontold",
            models.UniqueConstraint(fields=("group", "year", "figure"), name="one_sum_told"),
        ),
    ]
