"""All flows in one picture: which one leads into which."""

from dataclasses import dataclass
from functools import lru_cache

from hotline.languages import Language
from hotline.web.flow_pictures.drawing import Drawing, Line, Thing, draw
from hotline.web.flow_pictures.outline import ways_back
from hotline.web.flow_pictures.ways import FLOW_OF, Kind, kind_of, ways_on
from ivr_flows.flows import FLOWS, PHONE, SMS, STEPS

WIDTH = 190
HEIGHTS = {Language.ENGLISH: 62, Language.URDU: 78}


@dataclass(frozen=True, slots=True)
class Overview:
    """`lines` are the arrows' ends, in the order of the drawing's arrows."""

    drawing: Drawing
    lines: tuple[Line, ...]


@lru_cache
def overview(language: Language) -> Overview:
    onward = _onward()
    back = ways_back(onward, (PHONE.name, SMS.name, *onward))
    lines = tuple(
        Line(start, end, backward=(start, end) in back) for start, ends in onward.items() for end in ends
    )
    things = [Thing(name, WIDTH, HEIGHTS[language]) for name in onward]
    return Overview(draw(things, lines, mirrored=language is Language.URDU), lines)


def _onward() -> dict[str, tuple[str, ...]]:
    """By flow the other flows that it goes on in; where it only comes to its end is no way on."""
    return {
        flow.name: tuple(
            dict.fromkeys(
                FLOW_OF[way.to].name
                for step in flow.steps
                for way in ways_on(step)
                if FLOW_OF[way.to] is not flow and kind_of(STEPS[way.to]) is not Kind.END
            )
        )
        for flow in FLOWS
    }
