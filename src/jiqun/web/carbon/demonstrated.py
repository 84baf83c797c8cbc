"""Carbon accounts for the demonstration: amounts and firms are made up, factors are not."""

from collections.abc import Mapping, Sequence
from typing import Any

from jiqun.base.readers import Office
from jiqun.base.shipped import read_shipped


def keep_accounts(county: str, listed: Sequence[str]) -> None:
    """Let made-up firms keep carbon accounts and take part in a county's sums.

    Parameters
    ----------
    county
        Whose sums.
    listed
        Credit codes of firms in the list of the demonstration's cluster, made up like the list;
        the first of them keep accounts, so that the cluster's account is not empty.
    """
    from jiqun.web.accounts.offices import Doer, reader_of_office
    from jiqun.web.carbon.keeping import keep, share

    said = read_shipped("demo", "carbon.yaml")
    own = [(sample["by"], sample) for sample in said["accounts"]]
    for code, sample in [*own, *zip(listed, said["listed"], strict=False)]:
        doer = Doer(reader_of_office(Office.FIRM, code))
        for place, year in enumerate(said["years"]):
            keep(_activity(sample, said, year, place, county), sample["name"], doer)
        share(county, doer)


def _activity(
    sample: Mapping[str, Any], said: Mapping[str, Any], year: int, place: int, county: str
) -> dict[str, Any]:
    doubt = sample["doubt"]
    power = {"place": county[:2] + "0000", "kwh": sample["kwh"][place], "uncertainty": doubt}
    return {
        "year": year,
        "fuels": {
            "diesel": {"amount": sample["diesel"], "uncertainty": doubt},
            "natural_gas": {"amount": sample["gas"], "uncertainty": doubt},
        },
        "no_other_fuels": True,
        "electricity": [power],
        "contracts": [dict(said["contract"])],
        "heat": dict(said["heat"]),
    }
