"""Where both roads meet: a call or a text becomes a tip."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.places.gazetteer import province_of
from hotline.tips.models import OF_A_CHILD, Callback, Channel, Kind, Tip
from hotline.tips.reference import new_reference

DISTRICT_BY_KEY = "district chosen by key"


@dataclass(frozen=True, slots=True)
class Told:
    """What one person told us so far; `words_sealed` is what they wrote.

    `ready_at` is when it may go to a circle, by the database's clock; None: at once.
    `of_an_official`: their words say that an official is involved, so that the tip must not go where it may be known.
    """

    channel: Channel
    language: str
    facts: dict[str, str]
    partial: bool = False
    words_sealed: bytes | None = None
    ready_at: ColumnElement[datetime] | None = None
    of_an_official: bool = False


def take_tip(session: Session, told: Told) -> Tip:
    """Insert the tip under a reference code of its own, in the caller's transaction."""
    values = {
        "channel": told.channel,
        "language": told.language,
        "kind": kind_of(told.facts),
        "province": province_told(told.facts),
        "district": district_of(told.facts),
        "place_why": DISTRICT_BY_KEY if district_of(told.facts) else None,
        "urgent": is_urgent(told.facts),
        "danger": told.facts.get("danger") == "yes",
        "child": is_of_a_child(told.facts),
        "official_involved": told.of_an_official,
        "callback": callback_of(told.facts),
        "may_say_who": told.facts.get("callback_who") == "yes",
        "partial": told.partial,
        "words_sealed": told.words_sealed,
        "ready_at": func.now() if told.ready_at is None else told.ready_at,
    }
    while True:
        # Ten million codes: a collision is rare but sure to come, and then the next draw serves.
        row = session.execute(
            insert(Tip)
            .values(id=uuid.uuid4(), reference=new_reference(), **values)
            .on_conflict_do_nothing(index_elements=["reference"])
            .returning(Tip)
        ).scalar_one_or_none()
        if row is not None:
            return row


def tell_more(session: Session, tip_id: uuid.UUID, told: Told) -> None:
    """Let what came later stand in the tip as well, and have it recorded again; never takes back what was said."""
    kind, province, district = kind_of(told.facts), province_told(told.facts), district_of(told.facts)
    tip = session.execute(select(Tip).where(Tip.id == tip_id).with_for_update()).scalar_one()
    session.execute(
        update(Tip)
        .where(Tip.id == tip_id)
        .values(
            kind=kind if kind is not Kind.UNKNOWN else tip.kind,
            province=province if {"province", "district"} & told.facts.keys() else tip.province,
            # A place that the caller took back is no place.
            district=district if "district" in told.facts else tip.district,
            place_why=DISTRICT_BY_KEY if district else tip.place_why,
            urgent=tip.urgent or is_urgent(told.facts),
            danger=tip.danger or told.facts.get("danger") == "yes",
            child=tip.child or is_of_a_child(told.facts),
            official_involved=tip.official_involved or told.of_an_official,
            language=told.language if told.channel is Channel.SMS else tip.language,
            callback=callback_of(told.facts) or tip.callback,
            may_say_who=told.facts["callback_who"] == "yes"
            if "callback_who" in told.facts
            else tip.may_say_who,
            partial=tip.partial and told.partial,
            words_sealed=told.words_sealed or tip.words_sealed,
            # What waits for more to be told waits no longer for it; a text's quiet minute begins anew.
            ready_at=_ready_at(told),
            recorded_at=None,
        )
    )


def wait_no_more(session: Session, tip_id: uuid.UUID) -> bool:
    """Let a tip go out now that waits for more to be told; False when it does not wait."""
    waits = (Tip.id == tip_id, Tip.recorded_at.is_(None), Tip.ready_at > func.now())
    found = session.execute(update(Tip).where(*waits).values(ready_at=func.now()).returning(Tip.id))
    return found.scalar_one_or_none() is not None


def _ready_at(told: Told) -> ColumnElement[datetime]:
    if told.ready_at is None:
        return func.now()
    return func.least(Tip.ready_at, told.ready_at) if told.channel is Channel.CALL else told.ready_at


def is_urgent(facts: dict[str, str]) -> bool:
    """Danger now, or a child."""
    return facts.get("danger") == "yes" or is_of_a_child(facts)


def is_of_a_child(facts: dict[str, str]) -> bool:
    return facts.get("child") == "yes" or kind_of(facts) in OF_A_CHILD


def callback_of(facts: dict[str, str]) -> Callback | None:
    answer = facts.get("callback")
    return Callback(answer) if answer in set(Callback) else None


def kind_of(facts: dict[str, str]) -> Kind:
    try:
        return Kind(facts.get("kind", Kind.UNKNOWN))
    except ValueError:
        return Kind.UNKNOWN


def province_told(facts: dict[str, str]) -> str | None:
    """The province of the district that was chosen, since an area code may lie in another one than was said before."""
    district = district_of(facts)
    return (province_of(district) if district else None) or _known(facts.get("province"))


def district_of(facts: dict[str, str]) -> str | None:
    return _known(facts.get("district"))


def _known(place: str | None) -> str | None:
    return None if place == "unknown" else place
