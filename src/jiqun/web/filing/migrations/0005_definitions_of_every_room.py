import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A case's definition is kept by the room that all rooms share; no table changes."""

    dependencies = [("filing", "0004_perimeter"), ("casework", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="case",
                    name="definition",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="casework.definition"
                    ),
                ),
                migrations.DeleteModel(name="Definition"),
            ],
        ),
    ]
