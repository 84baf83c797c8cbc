"""What stands behind the numbers of a closed year: kept to tell no firm's part, and never shown."""

from django.db import models


class Behind(models.Model):
    """By field of a close, what each firm added to the number it says.

    Written before the workspace, under the id of the close's event, and named by the content hash
    once that is recorded: a row of a close that never came about names none, and is not read.
    """

    seen_where = "{everything} = 'yes'"
    """The program alone reads it, to decide what a later close may say."""
    uid = models.UUIDField(unique=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    numbers = models.JSONField()

    def __str__(self) -> str:
        return str(self.uid)
