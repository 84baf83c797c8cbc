from django.db import migrations, models


class Migration(migrations.Migration):
    """Definitions stand in the table the filing room made of them."""

    initial = True
    dependencies = [("filing", "0003_evidence")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Definition",
                    fields=[
                        (
                            "version",
                            models.CharField(max_length=64, primary_key=True, serialize=False),
                        ),
                        ("workflow", models.CharField(max_length=64)),
                        ("content", models.JSONField()),
                    ],
                    options={"db_table": "filing_definition"},
                ),
            ],
        ),
    ]
