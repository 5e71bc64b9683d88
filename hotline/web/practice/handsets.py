"""The practice handsets: whose they are, and the texts that lie on them."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from hotline.carriers.practice.models import PracticeText
from hotline.carriers.practice.outgoing_calls import ringing
from hotline.carriers.practice_numbers import CALLER, HOTLINE, caller_number
from hotline.circles.models import TAKES_TIPS, Circle, CirclePhone, CircleType, in_force

CALLERS = (CALLER, caller_number(1), caller_number(2))
# What a carrier sends for a caller who hides the number.
WITHHELD = "anonymous"
NEWEST = 50
# How every SMS that wants an answer tells to give it, in each language.
ASKS_WHOSE = re.compile(r"(?<!\d)1 (\d{4})(?!\d)", re.ASCII)
GET_TIPS = TAKES_TIPS | {
    CircleType.HEADQUARTERS,
    CircleType.LABOUR_DEPARTMENT,
    CircleType.CHILD_PROTECTION,
}


@dataclass(frozen=True, slots=True)
class CircleHandset:
    """An office of the directory that has a phone; `takes_tips` as the headquarters desk does too, and
    who gets tips beside a circle."""

    code: str
    name: str
    type: CircleType
    city: str
    city_ur: str
    takes_tips: bool
    numbers: tuple[str, ...]


def circle_handsets(session: Session, on: date) -> list[CircleHandset]:
    """Every office with a phone on that day, by city."""
    phones = session.execute(
        select(CirclePhone.circle_code, CirclePhone.number).order_by(CirclePhone.position)
    ).all()
    numbers: dict[str, list[str]] = {}
    for row in phones:
        numbers.setdefault(row.circle_code, []).append(row.number)
    circles = session.scalars(
        select(Circle)
        .where(in_force(Circle, on), Circle.code.in_(numbers))
        .order_by(Circle.type != CircleType.HEADQUARTERS, Circle.city, Circle.code)
    )
    return [
        CircleHandset(
            circle.code,
            circle.name,
            circle.type,
            circle.city,
            circle.city_ur,
            circle.type in GET_TIPS,
            tuple(numbers[circle.code]),
        )
        for circle in circles
    ]


def talk(session: Session, number: str) -> list[dict[str, Any]]:
    """The newest texts between this handset and the hotline, oldest first."""
    mine = and_(PracticeText.to_number == HOTLINE, PracticeText.from_number == number)
    texts = _newest(session, or_(PracticeText.to_number == number, mine))
    return [_as_json(text) | {"mine": text.from_number == number} for text in reversed(texts)]


def arrived(session: Session, handsets: list[CircleHandset], code: str | None) -> list[dict[str, Any]]:
    """The newest texts to and from the handsets of one circle, or of all, newest first.

    `number` is the handset's own, `tag` names the referral that a text asks about, and is empty in any other.
    """
    owner = _owners(handsets, code)
    answers = and_(PracticeText.to_number == HOTLINE, PracticeText.from_number.in_(owner))
    texts = _newest(session, or_(PracticeText.to_number.in_(owner), answers))
    return [_as_json(text) | _on_the_handset(text, owner) for text in texts]


def _on_the_handset(text: PracticeText, owner: dict[str, str]) -> dict[str, Any]:
    mine = text.from_number in owner
    number = text.from_number if mine else text.to_number
    asks = None if mine else ASKS_WHOSE.search(text.body)
    return {"circle": owner[number], "number": number, "mine": mine, "tag": asks[1] if asks else ""}


def rings(session: Session, handsets: list[CircleHandset], code: str | None) -> list[dict[str, str]]:
    """The calls that ring on the handsets of one circle, or of all, the oldest first."""
    owner = _owners(handsets, code)
    return [{"call": call.call_sid, "circle": owner[call.to_number]} for call in ringing(session, *owner)]


def _owners(handsets: list[CircleHandset], code: str | None) -> dict[str, str]:
    return {number: one.code for one in handsets for number in one.numbers if code in {None, one.code}}


def _newest(session: Session, condition: ColumnElement[bool]) -> list[PracticeText]:
    return list(
        session.scalars(select(PracticeText).where(condition).order_by(PracticeText.id.desc()).limit(NEWEST))
    )


def _as_json(text: PracticeText) -> dict[str, Any]:
    return {
        "id": text.id,
        "body": text.body,
        "at": text.sent_at.isoformat(timespec="seconds"),
        "delivered": text.receipted_at is not None,
    }
