"""A firm's answers to the form of the self-check, kept for the firm."""

from django.db import models

from jiqun.base.readers import Office, Reader


class FirmAnswers(models.QuerySet["FirmAnswer"]):
    """Answers of firms, for those who may see them."""

    def for_reader(self, reader: Reader) -> "FirmAnswers":
        """Return a firm's own, or those that firms share with a county."""
        if reader.office is Office.FIRM:
            return self.filter(credit_code=reader.credit_code)
        if reader.office is Office.COUNTY:
            return self.filter(shared=True, county__in=reader.within)
        return self.none()


class FirmAnswer(models.Model):
    """What a firm answers. The county it shares it with sees how close it is, and no answer."""

    shared_by_a_firm = True
    """Rows a firm sees by its credit code, and its county where it shares them."""
    credit_code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=100, blank=True)
    said = models.JSONField(default=dict)
    """The answers, as the form has them."""
    shared = models.BooleanField(default=False)
    county = models.CharField(max_length=6, blank=True, db_index=True)
    """The county it shares with."""
    at = models.DateTimeField(auto_now=True)

    objects = FirmAnswers.as_manager()

    class Meta:
        """By name."""

        ordering = ("name", "credit_code")

    def __str__(self) -> str:
        return self.credit_code
