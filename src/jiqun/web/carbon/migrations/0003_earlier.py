"""Keep what was told each time: the last of before is the first that is known."""

from typing import Any

from django.db import migrations, models


def begin(apps: Any, schema_editor: Any) -> None:
    """Note of each sum that is told what stands behind it."""
    del schema_editor
    for row in apps.get_model("carbon", "CarbonTold").objects.all():
        if row.counted:
            row.earlier = [{firm: {**part, "factors": []} for firm, part in row.counted.items()}]
            row.save(update_fields=["earlier"])


class Migration(migrations.Migration):
    dependencies = [("carbon", "0002_groups")]

    operations = [
        migrations.AddField("carbontold", "earlier", models.JSONField(default=list)),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
