"""Sums by cluster; firms that were counted in a sum of a whole county stay one group.

Beside a sum of the county, which somebody keeps, one of a cluster's firms would tell of the rest.
"""

from typing import Any

from django.db import migrations, models


def carry(apps: Any, schema_editor: Any) -> None:
    """Let the firms of a sum of a whole county be counted together as before, for its year."""
    del schema_editor
    for row in apps.get_model("carbon", "CarbonTold").objects.all():
        row.group, row.ever = f"{row.county}/", sorted(row.counted)
        row.counted = {
            firm: {"tonnes": tonnes, "percent": None, "whole": False, "factors": []}
            for firm, tonnes in row.counted.items()
        }
        row.save()


class Migration(migrations.Migration):
    dependencies = [("carbon", "0001_initial")]

    operations = [
        migrations.AddField(
            "carbontold",
            "group",
            models.CharField(default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField("carbontold", "ever", models.JSONField(default=list)),
        migrations.RunPython(carry, migrations.RunPython.noop),
        migrations.RemoveConstraint("carbontold", "one_sum_told"),
        migrations.RemoveField("carbontold", "county"),
        migrations.AddConstraint(
            "carbontold",
            models.UniqueConstraint(fields=("group", "year", "figure"), name="one_sum_told"),
        ),
    ]
