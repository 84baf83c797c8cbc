from typing import Any

from django.db import migrations, models


def from_profiles(apps: Any, schema_editor: Any) -> None:
    """Say of every case which counties its cluster lies in."""
    del schema_editor
    cases = apps.get_model("filing", "Case").objects.all()
    for case in cases:
        case.perimeter = "".join(f" {code}" for code in case.profile["county_codes"])
        case.save(update_fields=["perimeter"])


class Migration(migrations.Migration):
    dependencies = [("filing", "0003_evidence")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="perimeter",
            field=models.TextField(default=""),
        ),
        migrations.RunPython(from_profiles, migrations.RunPython.noop),
    ]
