"""Experts move here from the room of recognition; their table and its rows stay as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("recognition", "0009_evidence")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Judge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("expert", models.CharField(max_length=36, unique=True)),
                        ("name", models.CharField(max_length=64)),
                        ("firms", models.JSONField(default=list)),
                        ("employers", models.JSONField(default=list)),
                        ("holds_as", models.JSONField(default=list)),
                        ("stated", models.DateTimeField(auto_now=True)),
                    ],
                    options={"db_table": "recognition_judge", "ordering": ("name", "expert")},
                ),
            ]
        )
    ]
