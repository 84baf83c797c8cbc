"""What every upload is held to before it is looked into: its size and its name."""

from pathlib import Path

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename

from jiqun.base.errors import Problem, Where
from jiqun.base.inputs import MEGABYTE

LARGEST_FILE = 20 * MEGABYTE
"""Bytes of one upload; a filled workbook has a tenth of a megabyte."""
LONGEST_NAME = 60
UNNAMED = "upload"


def too_large(uploaded: UploadedFile) -> list[Problem]:
    """Return the problem of an upload beyond what is taken, or nothing."""
    size = uploaded.size or 0
    if size <= LARGEST_FILE:
        return []
    details = {"size": f"{size / MEGABYTE:.0f}", "limit": str(LARGEST_FILE // MEGABYTE)}
    return [Problem("inputs.too_large", Where(file=cleaned_name(uploaded.name or "")), details)]


def cleaned_name(name: str) -> str:
    """Return a file's name without what a file system or a page could trip over.

    Examples
    --------
    >>> cleaned_name("../../填报 2023.XLSX"), cleaned_name("..")
    ('填报_2023.xlsx', 'upload')
    >>> len(cleaned_name("a" * 300 + ".csv"))
    64
    """
    path = Path(name.replace("\\", "/"))
    try:
        stem = get_valid_filename(path.stem.lstrip("."))[:LONGEST_NAME]
    except SuspiciousFileOperation:
        return UNNAMED
    ending = path.suffix.lower() if path.suffix[1:].isalnum() and len(path.suffix) <= 6 else ""
    return stem + ending
