"""Let the database itself refuse to change or remove an event."""

from django.db import migrations

from jiqun.web.events.guard import guard, unguard


class Migration(migrations.Migration):
    """Triggers on the events' table."""

    dependencies = (("events", "0001_initial"),)
    operations = (migrations.RunPython(guard, unguard),)
