"""An industry by its code or name, and what is none."""

import pytest

from jiqun.base.errors import NotFound
from jiqun.planning.naming import industry_meant


@pytest.mark.parametrize("said", ["343", " 343 ", "物料搬运设备制造"])
def test_an_industry_is_known_by_code_and_name(said: str) -> None:
    assert industry_meant(said) == "343"


@pytest.mark.parametrize("said", ["34", "3432", "651", "起重机", ""])
def test_what_is_not_compared_is_not_found(said: str) -> None:
    with pytest.raises(NotFound, match="GB/T 4754"):
        industry_meant(said)
