"""The golden inputs and outputs of the agglomeration statistics."""

from pathlib import Path

import pandas as pd
import pytest

FOLDER = Path(__file__).resolve().parent.parent / "golden" / "agglomeration"


class Golden:
    """Reads golden files by name."""

    def rows(self, name: str) -> pd.DataFrame:
        """Return a file as it stands."""
        return pd.read_csv(FOLDER / name)

    def table(self, name: str) -> pd.DataFrame:
        """Return a file whose first column holds the row labels."""
        return pd.read_csv(FOLDER / name, index_col=0)


@pytest.fixture(scope="session")
def golden() -> Golden:
    return Golden()


@pytest.fixture(scope="session")
def employment(golden: Golden) -> pd.DataFrame:
    """60 regions x 80 industries."""
    return golden.table("emp60x80.csv")


@pytest.fixture(scope="session")
def sites(golden: Golden) -> pd.DataFrame:
    """500 points of two types in a window of 1,000 km."""
    return golden.rows("points500.csv")
