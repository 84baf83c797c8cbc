import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_initial"),
        ("filing", "0006_firms"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandedOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("parties", models.JSONField()),
                ("state", models.CharField(db_index=True, max_length=32)),
                ("holder", models.CharField(db_index=True, max_length=16)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("clocks", models.JSONField(default=dict)),
                ("asked", models.JSONField(default=list)),
                ("reason", models.TextField(blank=True)),
                ("opened", models.DateTimeField(auto_now_add=True)),
                ("moved", models.DateTimeField(auto_now_add=True)),
                ("cluster", models.CharField(max_length=64)),
                ("county", models.CharField(db_index=True, max_length=6)),
                ("province", models.CharField(db_index=True, max_length=6)),
                ("perimeter", models.TextField(default="")),
                ("profile", models.JSONField()),
                ("year", models.PositiveSmallIntegerField()),
                ("form", models.CharField(max_length=64)),
                ("form_version", models.CharField(max_length=16)),
                ("successor", models.CharField(max_length=6)),
                ("kept", models.JSONField()),
                ("why", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "definition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="casework.definition"
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
    ]
