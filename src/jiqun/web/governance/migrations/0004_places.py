"""A place on a roll says its motion, cluster and county itself: whoever left still votes."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def tell(apps: Any, schema_editor: Any) -> None:
    """Say of the places there are what their ballots' motions say."""
    del schema_editor
    places = apps.get_model("governance", "Place").objects
    for ballot in apps.get_model("governance", "Ballot").objects.select_related("motion"):
        motion = ballot.motion
        places.filter(ballot=ballot).update(
            motion=motion, cluster=motion.cluster, county=motion.county
        )


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_sittings")]

    operations = [
        migrations.AddField(
            "place",
            "motion",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="governance.motion",
            ),
        ),
        migrations.AddField(
            "place", "cluster", models.CharField(db_index=True, default="", max_length=64)
        ),
        migrations.AddField(
            "place", "county", models.CharField(db_index=True, default="", max_length=6)
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
        migrations.AlterField(
            "place",
            "motion",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="governance.motion",
            ),
        ),
        migrations.AlterField("place", "cluster", models.CharField(db_index=True, max_length=64)),
        migrations.AlterField("place", "county", models.CharField(db_index=True, max_length=6)),
    ]
