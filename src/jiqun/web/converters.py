"""What parts of addresses may be."""

from django.urls import register_converter


class _Year:
    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(_Year, "year")


class _Paper:
    """The formats an official document is handed out in."""

    regex = "docx|pdf"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(_Paper, "paper")
