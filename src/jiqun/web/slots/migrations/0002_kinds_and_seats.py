"""Kinds with fields of their own, several seats a slot, and how far each booking came."""

from typing import Any

from django.db import migrations, models

NOTHING_CAME = ("pending", "refused", "withdrawn", "freed")
ACCEPTED, DONE, CONFIRMED = 1, 2, 3


def tell(apps: Any, schema_editor: Any) -> None:
    """Say how far the bookings there are came, by their state and hours.

    Of a finished one without hours it is not known whether anybody came: it counts as accepted, as
    it was told before.
    """
    del schema_editor
    for booking in apps.get_model("slots", "Booking").objects.exclude(state__in=NOTHING_CAME):
        done = booking.state == "used" or bool(booking.hours_used)
        confirmed = done and booking.state == "finished"
        booking.reached = CONFIRMED if confirmed else DONE if done else ACCEPTED
        booking.save(update_fields=["reached"])


class Migration(migrations.Migration):
    dependencies = [("slots", "0001_initial")]

    operations = [
        migrations.AddField("offer", "details", models.JSONField(default=dict)),
        migrations.AddField("offer", "seats", models.PositiveIntegerField(default=1)),
        migrations.AddField("booking", "size", models.CharField(default="unknown", max_length=16)),
        migrations.AddField("booking", "people", models.TextField(blank=True, default="")),
        migrations.AddField("booking", "seats", models.PositiveIntegerField(default=1)),
        migrations.AddField("booking", "reached", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("slot", "seat", models.PositiveIntegerField(default=1)),
        migrations.AddField("slot", "of_seats", models.PositiveIntegerField(default=1)),
        migrations.RemoveConstraint("slot", "slot_once"),
        migrations.AddConstraint(
            "slot",
            models.UniqueConstraint(fields=("offer", "starts", "seat"), name="seat_once"),
        ),
        migrations.AddConstraint(
            "slot",
            models.CheckConstraint(
                condition=models.Q(("seat__gte", 1), ("seat__lte", models.F("of_seats"))),
                name="seat_there_is",
            ),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
