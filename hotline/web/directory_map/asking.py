"""What an address asks of the map: the day, and what it is narrowed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import request

from hotline.database import today
from hotline.places.folding import fold
from hotline.web.directory_map.grounds import Atlas, Ground
from hotline.web.limits import LONGEST_SEARCH

FIRST_YEAR, LAST_YEAR = 1947, 2100


@dataclass(frozen=True, slots=True)
class Narrowed:
    """To a province, a circle, and words of a district's name; each empty for all."""

    province: str = ""
    circle: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.province or self.circle or self.words)

    def of(self, grounds: Sequence[Ground]) -> tuple[Ground, ...]:
        folded = fold(self.words)
        return tuple(
            ground
            for ground in grounds
            if self.province in {"", ground.province}
            and self.circle in {"", ground.circle}
            and ground.is_called(folded)
        )


def day_asked() -> tuple[date, bool]:
    """The day in the address, else today; and whether it was one."""
    asked = request.values.get("on", "")
    if not asked:
        return today(), True
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return today(), False
    return (day, True) if FIRST_YEAR <= day.year <= LAST_YEAR else (today(), False)


def narrowed_to(atlas: Atlas) -> Narrowed:
    """What the address asks for, as far as there is such a thing."""
    province, circle = request.args.get("province", ""), request.args.get("circle", "")
    provinces = {ground.province for ground in atlas.grounds}
    return Narrowed(
        province if province in provinces else "",
        circle if circle in atlas.taking else "",
        " ".join(request.args.get("words", "")[:LONGEST_SEARCH].split()),
    )
