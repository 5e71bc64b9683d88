"""What a name of a place is: what it may mean, and what must stand beside it to mean it."""

from dataclasses import dataclass
from enum import IntEnum

from hotline.errors import HotlineError

# Names that mean the city to everybody, and are nobody's own.
_WELL_KNOWN = frozenset(
    (
        "Faisalabad",
        "Hyderabad",
        "Islamabad",
        "Karachi",
        "Lahore",
        "Multan",
        "Peshawar",
        "Quetta",
        "Rawalpindi",
        "Swat",
    )
)


class Cue(IntEnum):
    """How strongly the words around a name say that it is a place; an ordinary word needs one of these strengths."""

    AGAINST = -1  # `unless_near`: "tank mein pani"
    NONE = 0
    FROM = 1  # "... se"
    IN = 2  # "... mein", "in ...", "from ...", "... ke qareeb"
    NAMED = 3  # "zila ...", "... border"
    ALONE = 4  # nothing else in the line, or beside its own district or province


@dataclass(frozen=True, slots=True)
class Place:
    """One meaning of a name: a routing unit, and the district itself where the unit holds several."""

    unit: str
    district: str | None
    province: str


@dataclass(frozen=True, slots=True)
class Name:
    """What a name may mean, likeliest first.

    `province` is set, and `places` empty, for the name of a province; both are empty for a place abroad. With `ask`,
    no meaning is likely enough to send help there. A `town` does not give its district the name.
    """

    places: tuple[Place, ...] = ()
    province: str | None = None
    needs: Cue = Cue.NONE
    unless_near: frozenset[str] = frozenset()
    abroad: bool = False
    ask: bool = False
    town: bool = False


def is_well_known(name: Name) -> bool:
    return bool(name.places) and not name.town and name.places[0].unit in _WELL_KNOWN


@dataclass(frozen=True, slots=True)
class AddedName:
    """A spelling that a supervisor added: of a routing unit, and the cue that it needs to be one."""

    spelling: str
    unit: str
    needs: Cue = Cue.NONE


class NameRefused(HotlineError):
    """An added name cannot be used: its unit is unknown, or its spelling has no letters."""
