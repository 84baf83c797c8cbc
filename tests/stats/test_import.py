"""The package as a whole."""

import subprocess
import sys

import jiqun.stats as st
from jiqun.stats.compilation import compiled


def test_importing_the_package_loads_no_heavy_library():
    code = (
        "import sys, jiqun.stats; "
        "print([n for n in ('numpy', 'pandas', 'scipy', 'numba') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.strip() == "[]"


FEW = """
import sys, jiqun.stats as st
st.duranton_overman_envelope(range(20), range(20), [True] * 12 + [False] * 8, [5, 9], 50)
st.coagglomeration(__import__("pandas").DataFrame(
    {"industry": ["a", "b"], "region": ["A", "B"], "employment": [1, 2]}))
print([name for name in ("numba", "scipy") if name in sys.modules])
"""


def test_what_a_report_asks_of_few_points_loads_no_compiler():
    run = subprocess.run([sys.executable, "-c", FEW], capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.strip() == "[]"


def test_a_kernel_calls_another_and_says_what_it_is():
    @compiled
    def double(x: float) -> float:
        """Twice."""
        return 2.0 * x

    @compiled
    def quadruple(x: float) -> float:
        return double(double(x))

    assert quadruple(1.5) == 6.0
    assert double.__doc__ == "Twice."


def test_every_public_name_is_there_and_says_what_it_returns():
    for name in st.__all__:
        assert getattr(st, name).__doc__, name
    functions = [getattr(st, name) for name in st.__all__ if name[0].islower()]
    assert all("Returns\n" in function.__doc__ for function in functions)
    assert all("Examples\n" in function.__doc__ for function in functions)


def test_a_name_that_is_not_there_is_an_attribute_error():
    assert not hasattr(st, "kernel_density_of_everything")
