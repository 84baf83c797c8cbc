"""Every result draws itself, in both languages, by our marks and with Matplotlib."""

import importlib
import re
import sys
import warnings
from html import unescape
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

import jiqun.stats as st
from jiqun.drawing import palette
from jiqun.drawing.curves import Curve, Curves
from jiqun.drawing.pictures import CJK, PlotsWanted
from jiqun.stats.pictured import Pictured

DRAW = np.random.default_rng(3)
X, Y = DRAW.uniform(0, 100, (2, 80))
VALUE = X + DRAW.normal(0, 5, 80)
OWN = np.hypot(X - 50, Y - 50) < 25
R = np.array([5.0, 10.0, 20.0])
NEAR = st.nearest_neighbours(X, Y, 4)
WINDOW = st.rectangle(0, 0, 100, 100)
HAS = np.tril(np.ones((9, 9))) * DRAW.integers(5, 50, (9, 9))
TABLE = pd.DataFrame(HAS, list("ABCDEFGHI"), [f"i{n}" for n in range(9)])
PATH = st.contiguity([(n, n + 1) for n in range(15)], range(16))

RESULTS = {
    "SpatialWeights": lambda: NEAR,
    "SpatialAutocorrelation": lambda: st.moran(VALUE, NEAR, simulations=99),
    "Geary": lambda: st.geary(VALUE, NEAR, simulations=0),
    "Getis": lambda: st.getis_ord(VALUE - VALUE.min(), NEAR, simulations=99),
    "LocalAssociation": lambda: st.local_moran(VALUE, NEAR),
    "Hot spots": lambda: st.local_getis_ord(VALUE, NEAR.matrix),
    "Untested": lambda: st.local_moran(VALUE, NEAR, simulations=0),
    "DistanceDensity": lambda: st.duranton_overman(X[OWN], Y[OWN], R),
    "Localization": lambda: st.duranton_overman_envelope(X, Y, OWN, R, 99),
    "RelativeDensity": lambda: st.marcon_puech_envelope(X, Y, None, OWN, R, 99),
    "m": lambda: st.lang_marcon_puech(X, Y, None, OWN, OWN, R),
    "Clustering": lambda: st.ripley_k_envelope(X, Y, OWN, R, 1e4, 99),
    "K": lambda: st.ripley_k(X, Y, R, window=WINDOW, correction="border"),
    "PairCorrelation": lambda: st.pair_correlation(X, Y, np.append(0.0, R), 1e4),
    "CaseControl": lambda: st.diggle_chetwynd(X, Y, OWN, R, 1e4, simulations=99),
    "Complexity": lambda: st.complexity(TABLE),
    "Fitness": lambda: st.fitness_complexity(TABLE, threshold=0.5, rounds=20),
    "QuotientInterval": lambda: st.location_quotient_interval(TABLE),
    "TheilParts": lambda: st.theil_decomposition(VALUE - VALUE.min(), np.arange(80) % 3),
    "ClusterDefinition": lambda: st.benchmark_clusters(st.locational_correlation(TABLE), [2, 3]),
}  # fmt: skip


@pytest.fixture(params=RESULTS, ids=str)
def result(request) -> Pictured:
    return RESULTS[request.param]()


def words_of(svg: str) -> list[str]:
    return [unescape(words) for words in re.findall(r"<(?:text|title)[^>]*>([^<]*)<", svg)]


def test_every_result_class_has_a_picture_and_stands_above():
    for module in set(st._HOME.values()):
        importlib.import_module(f"jiqun.stats.{module}")
    named = {kind.__name__ for kind in Pictured.__subclasses__()}
    assert named == {name for name in RESULTS if name in named}
    assert len(named) == 14


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_picture_is_svg_that_stands_alone_in_one_language(result, lang):
    svg = result.picture().svg(lang)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    assert root.attrib["width"]
    assert "nan" not in svg
    assert "inf" not in re.sub(r"[A-Za-z]+inf|inf[A-Za-z]+", "", svg)
    words = words_of(svg)
    if lang == "en":
        assert not any(re.search(r"[\u3000-\u9fff]", said) for said in words)
    else:
        assert not any(re.search(r"\b(the|of|at|is|and|local|band)\b", said) for said in words)
        assert any(re.search(r"[\u4e00-\u9fff]", said) for said in words)


def test_marks_lie_within_the_picture(result):
    root = ElementTree.fromstring(result.picture().svg("en"))  # noqa: S314 - our own
    left, top, wide, high = map(float, root.attrib["viewBox"].split())
    for mark in root.iter("{http://www.w3.org/2000/svg}circle"):
        assert left <= float(mark.attrib["cx"]) <= left + wide
        assert top <= float(mark.attrib["cy"]) <= top + high
    for mark in root.iter("{http://www.w3.org/2000/svg}polyline"):
        for spot in mark.attrib["points"].split():
            x, y = map(float, spot.split(","))
            assert left <= x <= left + wide
            assert top <= y <= top + high


def test_a_notebook_shows_it_in_the_readers_language(monkeypatch):
    found = RESULTS["Localization"]()
    monkeypatch.setenv("JIQUN_LANG", "zh")
    assert "点对距离的密度" in found._repr_svg_()
    monkeypatch.setenv("JIQUN_LANG", "en")
    assert "density of pair distances" in found._repr_svg_()


def test_matplotlib_draws_the_same(result):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    ax = result.plot(lang="en")
    assert ax.get_title(loc="left") == result.picture().title.en
    ax.figure.canvas.draw()
    pyplot.close(ax.figure)


def test_matplotlib_draws_on_axes_that_are_given():
    pyplot = pytest.importorskip("matplotlib.pyplot")
    figure, ax = pyplot.subplots()
    assert RESULTS["K"]().plot(ax, lang="en") is ax
    assert len(ax.get_lines()) == 2  # L, and 0
    pyplot.close(figure)


def test_without_matplotlib_a_sentence_says_what_to_run(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(PlotsWanted, match=r"pip install 'jiqun\[plots\]'"):
        RESULTS["K"]().plot()


def test_names_are_escaped():
    table = TABLE.rename(index={"I": "<b>&"})
    svg = st.fitness_complexity(table, threshold=0.5, rounds=20).picture().svg("en")
    assert "<b>" not in svg
    assert "&lt;b&gt;&amp;" in svg


def test_a_map_is_to_scale():
    svg = st.nearest_neighbours([0, 100, 0, 100], [0, 0, 100, 100], 2).picture().svg("en")
    spots = sorted(
        {(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', svg)}
    )
    assert spots[-1][0] - spots[0][0] == pytest.approx(spots[1][1] - spots[0][1], abs=0.2)


def test_a_curve_that_is_nowhere_known_leaves_an_empty_plane():
    from jiqun.base.language import Bilingual

    name = Bilingual("曲线", "curve")
    picture = Curves(
        title=name, along=name, up=name, x=[1.0, 2.0],
        curves=[Curve(name, [float("nan")] * 2, palette.NOW)],
    )  # fmt: skip
    assert picture.svg("en").startswith("<svg")


@pytest.mark.parametrize(
    ("found", "en"),
    [
        (lambda: st.moran(VALUE, NEAR), "neighbours are alike"),
        (lambda: st.geary(VALUE, NEAR), "neighbours are alike"),
        (lambda: st.moran(np.arange(80) % 7, NEAR), "no different from chance"),
        (
            lambda: st.moran([1, 9] * 8, PATH),
            "neighbours differ",
        ),
        (lambda: st.getis_ord(np.where(OWN, 9.0, 1.0), NEAR), "large values gather"),
    ],
)
def test_the_sentence_says_what_is_so(found, en):
    assert found().finding.en.endswith(f"{en}.")


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_says_its_numbers_and_how_large_its_tables_are(name):
    found = RESULTS[name]()
    said = repr(found)
    assert said.startswith(f"{type(found).__name__}(")
    assert len(said) < 600
    assert "array(" not in said


def test_chinese_names_in_an_english_plot_are_set_in_a_font_that_has_them():
    pyplot = pytest.importorskip("matplotlib.pyplot")
    font_manager = pytest.importorskip("matplotlib.font_manager")
    there = {font.name for font in font_manager.fontManager.ttflist}
    if not there & set(CJK):
        pytest.skip("no font of this machine has Chinese characters")
    table = TABLE.set_axis([f"县{letter}" for letter in "甲乙丙丁戊己庚辛壬"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        axes = st.fitness_complexity(table).plot(lang="en")
        axes.figure.canvas.draw()
    pyplot.close(axes.figure)
