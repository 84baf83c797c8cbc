"""Keep with every call the programme it runs under, as the catalogue has it today."""

from typing import Any

from django.db import migrations, models

from jiqun.rules import programmes
from jiqun.web.recognition.begun import written_down


def keep(apps: Any, schema_editor: Any) -> None:
    """Write down the programmes of the calls there are, where the catalogue still has them."""
    del schema_editor
    known = programmes()
    for call in apps.get_model("recognition", "Call").objects.all():
        if call.programme in known:
            call.begun = written_down(known[call.programme])
            call.save(update_fields=["begun"])


class Migration(migrations.Migration):
    dependencies = [("recognition", "0004_objections")]

    operations = [
        migrations.AddField("call", "begun", models.JSONField(default=dict)),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
