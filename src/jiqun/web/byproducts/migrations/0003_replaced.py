"""What a link replaced, with the factor its parties state."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("byproducts", "0002_permit_until")]

    operations = [
        migrations.AddField("deal", "replaces", models.CharField(blank=True, max_length=100)),
        migrations.AddField(
            "deal",
            "factor",
            models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True),
        ),
        migrations.AddField(
            "deal", "factor_year", models.PositiveSmallIntegerField(blank=True, null=True)
        ),
        migrations.AddField("deal", "factor_source", models.CharField(blank=True, max_length=300)),
    ]
