from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recognition", "0002_experts"),
    ]

    operations = [
        migrations.AddField("call", "selection", models.JSONField(default=dict)),
        migrations.AddField(
            "application",
            "defence",
            models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "application",
            "grounds",
            models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
