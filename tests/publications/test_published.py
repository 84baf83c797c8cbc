"""Places among peers are each reader's own: what may not be seen has no place and takes none."""

from pathlib import Path

from tests.publications.conftest import source_of

from jiqun.base.definitions import indicators
from jiqun.base.readers import NATION, PUBLIC, Reader, reader_named
from jiqun.publications.published import Published
from jiqun.workspace import Vintage

OUTPUT = indicators()["output_total"]


def ranked(released: tuple[Path, Vintage], reader: Reader) -> list[str]:
    return [found.key for found in Published(source_of(released, reader)).rankings(OUTPUT)]


def test_places_are_given_as_far_as_a_reader_sees_the_clusters(
    released: tuple[Path, Vintage], makings: list[str]
) -> None:
    assert ranked(released, NATION) == ["real-4", "real-3", "real-2", "real-1"]
    assert ranked(released, PUBLIC) == []
    assert ranked(released, reader_named("330106")) == ["real-2"]
