"""Sums of whole counties that an earlier version told stay sums of the same firms."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrated(to: str) -> Any:
    """Bring the room's tables to a version, and return its models."""
    executor = MigrationExecutor(connection)
    executor.migrate([("carbon", to)])
    return MigrationExecutor(connection).loader.project_state([("carbon", to)]).apps


@pytest.mark.usefixtures("office")
def test_firms_of_a_county_sum_are_one_group_beside_which_no_cluster_is_told() -> None:
    old = migrated("0001_initial").get_model("carbon", "CarbonTold").objects
    of = {"county": "330106", "figure": "scope_1"}
    old.create(**of, year=2023, counted={"b": "4.5", "a": "5", "c": "6"})
    old.create(**of, year=2024)
    new = migrated("0003_earlier").get_model("carbon", "CarbonTold").objects
    told, empty = new.order_by("year")
    part = {"tonnes": "4.5", "percent": None, "whole": False, "factors": []}
    assert (told.group, told.ever, told.counted["b"]) == ("330106/", ["a", "b", "c"], part)
    assert told.earlier == [told.counted]
    assert (empty.group, empty.ever, empty.counted, empty.earlier) == ("330106/", [], {}, [])
