"""What of a market's outcomes is told, and which requests that counts."""

from django.db import models


class Telling(models.Model):
    """The hit rate of a market as everybody is told it; looked at once a day."""

    seen_where = "{everything} = 'yes'"
    """Which request came how far is the program's alone to read; the shares are everybody's."""
    market = models.CharField(max_length=32, unique=True)
    day = models.DateField()
    """When it was last looked whether three firms have changed."""
    counted = models.JSONField(default=dict)
    """By size class, how far each request came that is counted: read where it is counted anew."""
    reached = models.JSONField(default=dict)
    """By size class, how many of those came how far, from 0 on: all that a page reads."""
    earlier = models.JSONField(default=list)
    """Of what somebody chooses, everything that was told: by size class what each firm added."""

    def __str__(self) -> str:
        return f"{self.market} {self.day}"
