"""The package as a whole."""

import subprocess
import sys

import jiqun.stats as st


def test_importing_the_package_loads_no_heavy_library():
    code = (
        "import sys, jiqun.stats; "
        "print([n for n in ('numpy', 'pandas', 'scipy', 'numba') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.strip() == "[]"


def test_every_public_name_is_there_and_says_what_it_returns():
    for name in st.__all__:
        assert getattr(st, name).__doc__, name
    functions = [getattr(st, name) for name in st.__all__ if name[0].islower()]
    assert all("Returns\n" in function.__doc__ for function in functions)
    assert all("Examples\n" in function.__doc__ for function in functions)


def test_a_name_that_is_not_there_is_an_attribute_error():
    assert not hasattr(st, "kernel_density_of_everything")
