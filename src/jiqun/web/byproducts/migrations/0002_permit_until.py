"""Until when a receiver's permit is in force; where nobody said, it permits nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("byproducts", "0001_initial")]

    operations = [
        migrations.AddField("listing", "permit_until", models.DateField(blank=True, null=True)),
    ]
