"""What is named on the command line: readers, places, programmes and clusters, by name or code."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

from jiqun.cli.speech import language, say

if TYPE_CHECKING:
    from jiqun.base.readers import Reader
    from jiqun.rules import Programme

READERS = {
    "nation": ("全国", "国家", "china"),
    "public": ("公众", "公开", "the public"),
}
"""Other words for the readers that are no region."""


def one_place(said: str, option: str, levels: tuple[str, ...]) -> str:
    """Return the code of the place of a name; what is no place's as it was said.

    Parameters
    ----------
    said
        A name or a code.
    option
        The option it stands at.
    levels
        Of the places that are meant.

    Raises
    ------
    typer.BadParameter
        Where several places bear the name: they are listed with their codes.
    """
    from jiqun.base.named_places import places_named
    from jiqun.base.names import place_name

    codes = places_named(said, levels)
    if len(codes) <= 1:
        return codes[0] if codes else said
    listed = say("、", "; ").join(f"{place_name(code).in_(language())} {code}" for code in codes)
    words = say(
        f"叫“{said}”的有：{listed}；请写全称（如“杭州市西湖区”）或代码",
        f'several places are called "{said}": {listed}; give the city too, or the code',
    )
    raise typer.BadParameter(words, param_hint=option)


def province_code(said: str) -> str:
    """Return the code of a province named in Chinese or English; anything else as it was said."""
    return one_place(said, "--of", ("province",))


def read_audience(said: str) -> "Reader":
    """Read the audience option: a reader by word, or an office by its region's name or code.

    Raises
    ------
    typer.BadParameter
        Where it is none, or several places bear the name.
    """
    from jiqun.base.named_places import LEVELS
    from jiqun.base.readers import reader_named

    word = said.strip().casefold()
    named = next((reader for reader, words in READERS.items() if word in words), "")
    try:
        return reader_named(named or one_place(said, "--audience", LEVELS))
    except ValueError:
        words = say(
            f"“{said}”不是 nation（全国）、public（公众）或现行区划的名称、代码",
            f'"{said}" is neither nation, public nor the name or code of a region in force',
        )
        raise typer.BadParameter(words, param_hint="--audience") from None


def programme_named(said: str) -> "Programme":
    """Find a programme by its id or title, or by its jurisdiction where that has only one.

    Raises
    ------
    NotFound
        Where there is none.
    """
    from jiqun.base.named_places import places_named
    from jiqun.rules import programme, programmes

    every = programmes().values()
    titled = [known for known in every if said in (known.title.zh, known.title.en)]
    if len(titled) == 1:
        return titled[0]
    region = "national" if said in READERS["nation"] else ""
    places = set(places_named(said)) | {region}
    of_it = [known for known in every if known.jurisdiction == said or known.region in places]
    return of_it[0] if len(of_it) == 1 else programme(said)


def cluster_named(said: str, names: Mapping[str, str]) -> str:
    """Return the id of the cluster of a name; anything else, also a name of several, as it is.

    Parameters
    ----------
    said
        An id or a name.
    names
        Of clusters, by id.
    """
    ids = [cluster for cluster, name in names.items() if name == said.strip()]
    return ids[0] if said not in names and len(ids) == 1 else said
