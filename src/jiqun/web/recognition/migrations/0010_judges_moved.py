"""Experts moved to the room of panels: only what Django knows changes, no row does."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recognition", "0009_evidence"), ("panels", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="opinion",
                    name="judge",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="panels.judge",
                    ),
                ),
                migrations.DeleteModel(name="Judge"),
            ]
        )
    ]
