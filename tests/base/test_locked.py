"""A locked workbook is told from an open one by its bytes."""

import io

import openpyxl

from jiqun.base.locked import is_locked
from tests.old_workbooks import locked, locked_xls, xls

ROWS = [["企业名称"], ["甲阀门厂"]]


def test_locked_workbooks_of_either_kind_are_told() -> None:
    assert is_locked(locked_xls(xls(ROWS)))
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    assert is_locked(locked(book.getvalue()))


def test_an_open_workbook_or_a_text_that_speaks_of_one_is_not_locked() -> None:
    assert not is_locked(xls(ROWS))
    assert not is_locked("EncryptedPackage".encode("utf-16-le"))
