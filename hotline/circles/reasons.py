"""Why a circle was chosen, kept so that any language can say it: which sentence, and what stands in its gaps."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hotline.languages import N_

Say = Callable[[str], str]


class What(StrEnum):
    """One thing that led to a circle."""

    PUBLISHED = "published"
    INFERRED = "inferred"
    NO_CIRCLE_IN_ZONE = "no_circle_in_zone"
    NO_ZONE = "no_zone"
    PROVINCE = "province"
    PROVINCE_OF_SEVERAL_ZONES = "province_of_several_zones"
    NO_CIRCLE_IN_PROVINCE = "no_circle_in_province"
    NO_CIRCLE = "no_circle"
    NO_PLACE = "no_place"
    OFFICIAL = "official"
    PLACE_NOW = "place_now"
    PLACE_FIRST = "place_first"
    PASSED_OVER = "passed_over"
    LABOUR_OFFICE = "labour_office"
    CHILD_OFFICE = "child_office"
    LAW_POLICE = "law_police"
    LAW_BONDED = "law_bonded"
    LAW_CHILD = "law_child"


SENTENCES = {
    What.PUBLISHED: N_("{district} lies in the {zone} zone (as published, not verified)."),
    What.INFERRED: N_("{district} lies in the {zone} zone (as inferred, not verified)."),
    What.NO_CIRCLE_IN_ZONE: N_(
        "No circle of the {zone} zone takes tips for {district}: it goes to the nearest circle of any zone."
    ),
    What.NO_ZONE: N_("No zone is known for {district}: it goes to the nearest circle of any zone."),
    What.PROVINCE: N_("Only the province is known, {province}: it lies in the {zone} zone."),
    What.PROVINCE_OF_SEVERAL_ZONES: N_(
        "Only the province is known, {province}, and it does not lie in one zone."
    ),
    What.NO_CIRCLE_IN_PROVINCE: N_(
        "Only the province is known, {province}, and no circle of the {zone} zone takes its tips."
    ),
    What.NO_CIRCLE: N_("No circle could be found for {district}."),
    What.NO_PLACE: N_("No place is known."),
    What.OFFICIAL: N_("An official is said to be involved: it does not go to the local circle."),
    What.PLACE_NOW: N_("Of the places named ({places}), it is {district} where something happens now."),
    What.PLACE_FIRST: N_("Of the places named ({places}), {district} is named first."),
    What.PASSED_OVER: N_("{circle} is passed over."),
    What.LABOUR_OFFICE: N_("By law the labour department looks into this kind of work too."),
    What.CHILD_OFFICE: N_("A child is concerned, so child protection is told too."),
    What.LAW_POLICE: N_("By law also for the police, when it happens inside Pakistan."),
    What.LAW_BONDED: N_(
        "By law also for the police, the labour department and the district vigilance committee."
    ),
    What.LAW_CHILD: N_("By law also for the labour department and child protection."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """`gaps` by name, as in the sentence: names of places as the directory has them, `places` are several."""

    what: What
    gaps: tuple[tuple[str, str | tuple[str, ...]], ...] = ()


def reason(what: What, **gaps: str | tuple[str, ...]) -> Reason:
    return Reason(what, tuple(gaps.items()))


def written(reasons: Iterable[Reason]) -> str:
    """One line that `read` reads back."""
    return json.dumps([[each.what, dict(each.gaps)] for each in reasons], ensure_ascii=False)


def read(detail: str) -> tuple[Reason, ...] | None:
    """The reasons that were written; None for what was noted in another way, as earlier versions did."""
    try:
        return tuple(_read(what, gaps) for what, gaps in json.loads(detail))
    except (ValueError, TypeError, AttributeError):
        return None


def _read(what: str, gaps: dict[str, Any]) -> Reason:
    read = {name: tuple(value) if isinstance(value, list) else str(value) for name, value in gaps.items()}
    return reason(What(what), **read)


def sentence(of: Reason, say: Say, named: Say = str, comma: str = ", ") -> str:
    """The reason in words: `say` translates, `named` tells how a place is called in that language."""
    gaps = {
        name: comma.join(map(named, value)) if isinstance(value, tuple) else named(value)
        for name, value in of.gaps
    }
    return say(SENTENCES[of.what]).format(**gaps)
