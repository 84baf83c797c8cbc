"""The picture of a county's options: how near along, how complex up."""

from __future__ import annotations

from jiqun.base.language import Bilingual
from jiqun.base.names import industry_name, region_name
from jiqun.drawing import palette
from jiqun.drawing.spots import Plane, Spots
from jiqun.planning.ahead import Ahead
from jiqun.planning.options import Option, Road

NAMED = 6
"""Near options with their place beside their spot, the most complex of them first."""
COMPLEX = (Road.NEAR_COMPLEX, Road.FAR_COMPLEX)
MOST = Bilingual("近而最复杂（数字为相近名次）", "near, the most complex (rank by nearness)")
NONE_NEAR = Bilingual("没有与已有产业相近的。", "Nothing is near to what is there.")


def picture_of(ahead: Ahead) -> Plane | None:
    """Return the scatter of a county's options; None where it has none.

    Parameters
    ----------
    ahead
        The plan of a county.
    """
    if not ahead.options:
        return None
    near = [option for option in ahead.options if option.road.near]
    near.sort(key=lambda option: (-option.complexity, option.industry))
    named, rest = near[:NAMED], near[NAMED:]
    far = [option for option in ahead.options if not option.road.near]
    bar = min((option.density for option in near), default=ahead.options[0].density)
    hard = [option.complexity for option in ahead.options if option.road in COMPLEX]
    line = min(hard) if hard else max(option.complexity for option in ahead.options)
    name = region_name(ahead.county)
    mark = Bilingual("（演示数据）", " (demonstration)") if ahead.demo else Bilingual("", "")
    first = industry_name(ahead.options[0].industry)
    nearest = Bilingual(f"与已有产业最相近的是{first.zh}。", f"The nearest: {first.en}.")
    return Plane(
        title=Bilingual(
            f"{name.zh}还没有的产业{mark.zh}", f"Industries {name.en} does not have{mark.en}"
        ),
        finding=nearest if near else NONE_NEAR,
        along=Bilingual("关联度密度", "relatedness density"),
        up=Bilingual("复杂度 PCI", "complexity, PCI"),
        groups=[
            _spots(Bilingual("远", "far"), far, palette.SOFT),
            _spots(Bilingual("近", "near"), rest, palette.NOW),
            _spots(MOST, named, palette.WARM, names=True),
        ],
        crossing=(bar, line),
    )


def _spots(name: Bilingual, options: list[Option], colour: str, *, names: bool = False) -> Spots:
    labels = [f"{option.density_rank}" for option in options] if names else []
    density = [option.density for option in options]
    return Spots(name, density, [option.complexity for option in options], colour, labels)
