"""Keep the seals of each time a benchmark was counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("grants", "0004_wants")]

    operations = [
        migrations.AddField("benchmark", "earlier", models.JSONField(default=list)),
    ]
