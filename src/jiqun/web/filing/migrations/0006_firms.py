import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("filing", "0005_definitions_of_every_room")]

    operations = [
        migrations.AddField(
            model_name="case", name="listed", field=models.BooleanField(default=False)
        ),
        migrations.AddField(
            model_name="submitted", name="firms", field=models.JSONField(null=True)
        ),
        migrations.CreateModel(
            name="FirmLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("credit_code", models.CharField(db_index=True, max_length=18)),
                ("said", models.JSONField(default=dict)),
                ("supplied", models.JSONField(default=dict)),
                ("source", models.CharField(blank=True, max_length=16)),
                ("invited", models.DateTimeField(blank=True, null=True)),
                ("at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="firms",
                        to="filing.case",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="one_firm_line")
                ],
            },
        ),
    ]
