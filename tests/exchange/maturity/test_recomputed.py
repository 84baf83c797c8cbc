"""The table reckoned by another hand, from the copy kept beside the project."""

from pathlib import Path

import pytest
from benchmarks.digital_levels import differences, firms, read_table


@pytest.mark.shared
def test_random_firms_stand_where_another_reckoning_has_them(shared: Path) -> None:
    table = read_table(shared / "data" / "digital_level_2024.json")
    said = list(firms(table, 400, seed=1))
    assert list(differences(table, said)) == []
