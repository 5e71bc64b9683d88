"""Whose turn it is of two carriers: the second takes over when the first fails or is slow, and gives back by and by."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from hotline.sms.carrier_models import CarrierTurn
from hotline.sms.ways import Way, Ways

ALL, HALF, NONE = 100, 50, 0
WELL_AGAIN = "well again"

LAST = 50
FAILED = 10
FAILED_WHEN_TRIED_AGAIN = 3
FAILED_IN_A_ROW = 5
"""Where little is sent, ten failures would take hours."""
TAKEN_AT_LEAST = 10
SLOW_PER_CENT = 15
QUIET = timedelta(minutes=10)
STEP_AFTER = timedelta(minutes=5)
FIRST_STEP, STEP = 10, 20

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """The last turn: its number (0 before the first), what per cent goes by the first carrier, and since when."""

    number: int
    share: int
    age: timedelta


@dataclass(frozen=True, slots=True)
class Seen:
    """What one carrier made of the SMS given to it since the last turn, at most the last fifty, and whether it is slow.

    `lately` are failures of the last ten minutes, `in_a_row` those without a success in between, the newest first. It
    `refuses` when the newest was refused for the account's sake and none went in ten minutes: more would fare alike.
    """

    name: str
    tried: int
    failed: int
    lately: int
    in_a_row: int
    refuses: bool
    taken: int
    late: int
    slow: bool

    def fault(self, enough: int) -> str | None:
        """What is wrong with it, in words."""
        if self.failed >= enough or self.in_a_row >= FAILED_IN_A_ROW:
            return f"{self.name} failed {self.failed} of the last {self.tried}"
        if self.refuses:
            return f"{self.name} refuses what it is given"
        if self.slow:
            return f"{self.name} had not delivered {self.late} of {self.taken} within 5 minutes"
        return None

    @property
    def proven(self) -> bool:
        """Whether it may be trusted with everything: it need not have had anything to do."""
        return self.failed < self.tried or not self.tried

    @property
    def succeeds(self) -> bool:
        return not self.lately or self.failed * 10 <= self.tried


# What was sent lies in a table of the room above, named here as a foreign key upward is. A phone that is switched off
# fails every SMS to it: the carrier answers for it once, and never for a number that is at fault itself. What was held
# back without asking it (no code, or the name of the error by which an earlier message could not be looked up) says
# nothing of it.
_SEEN = f"""
    WITH last AS (SELECT id, share, at FROM carrier_turns ORDER BY id DESC LIMIT 1),
    changed AS (SELECT at FROM carrier_turns WHERE reason <> '{WELL_AGAIN}' ORDER BY id DESC LIMIT 1)
    SELECT way.name, coalesce((SELECT id FROM last), 0) AS number, coalesce((SELECT share FROM last), {ALL}) AS share,
        coalesce(clock_timestamp() - (SELECT at FROM last), interval '0') AS age,
        sent.tried, sent.failed, sent.lately, sent.in_a_row, sent.refuses, arrived.taken, arrived.late,
        CASE WHEN arrived.slow THEN EXISTS (
            SELECT FROM referral_messages
            WHERE carrier = way.name AND claimed_at > statement_timestamp() - interval '1 day'
                AND delivered_at IS NOT NULL
        ) ELSE false END AS slow
    FROM (VALUES (1, %(first)s, %(first_numbers)s::text[]), (2, %(second)s, %(second_numbers)s::text[]))
        AS way (place, name, of_numbers)
    CROSS JOIN LATERAL (
        SELECT count(*) AS tried,
            count(*) FILTER (WHERE lost) + count(DISTINCT number) FILTER (WHERE stuck) AS failed,
            count(*) FILTER (WHERE lost AND recent) + count(DISTINCT number) FILTER (WHERE stuck AND recent) AS lately,
            coalesce(min(place) FILTER (WHERE NOT lost) - 1, count(*)) AS in_a_row,
            coalesce(bool_or(refused AND place = 1) AND NOT bool_or(recent AND went), false) AS refuses
        FROM (
            SELECT number, row_number() OVER (ORDER BY claimed_at DESC) AS place,
                claimed_at > statement_timestamp() - interval '10 minutes' AS recent,
                fate IN ('not_sent', 'refused', 'unknown') AND code <> ALL (way.of_numbers) AS lost,
                fate = 'refused' AND code <> ALL (way.of_numbers) AS refused,
                fate IN ('taken', 'delivered') AS went,
                fate = 'undelivered' AND code <> ALL (way.of_numbers) AS stuck
            FROM referral_messages
            WHERE carrier = way.name AND fate <> 'pending'
                AND NOT (fate IN ('not_sent', 'unknown') AND code = '' OR fate = 'not_sent' AND code ~ '^[A-Z]')
                AND claimed_at > coalesce((SELECT at FROM last), '-infinity')
            ORDER BY claimed_at DESC LIMIT {LAST}
        ) AS newest
    ) AS sent
    CROSS JOIN LATERAL (
        SELECT count(*) AS taken, count(*) FILTER (WHERE late) AS late,
            count(*) >= {TAKEN_AT_LEAST}
                AND count(*) FILTER (WHERE late) * 100 >= count(*) * {SLOW_PER_CENT}
                AND count(DISTINCT number) FILTER (WHERE late) * 100 >= count(DISTINCT number) * {SLOW_PER_CENT} AS slow
        FROM (
            SELECT number, coalesce(delivered_at, 'infinity') > handed_at + interval '5 minutes' AS late
            FROM referral_messages
            WHERE carrier = way.name AND fate IN ('taken', 'delivered')
                AND claimed_at > greatest(
                    statement_timestamp() - interval '15 minutes', coalesce((SELECT at FROM changed), '-infinity'))
                AND claimed_at < statement_timestamp() - interval '5 minutes'
                AND handed_at < statement_timestamp() - interval '5 minutes'
            ORDER BY claimed_at DESC LIMIT 500
        ) AS due
    ) AS arrived
    ORDER BY way.place
"""  # noqa: S608
_TURN = """
    INSERT INTO carrier_turns (share, reason)
    SELECT %(share)s, %(reason)s WHERE %(number)s = coalesce((SELECT max(id) FROM carrier_turns), 0)
    RETURNING id
"""


def share_now() -> ColumnElement[int]:
    """What per cent goes by the first carrier, as a column of any select."""
    last = select(CarrierTurn.share).order_by(CarrierTurn.id.desc()).limit(1)
    return func.coalesce(last.scalar_subquery(), ALL)


def judge(session: Session, ways: Ways) -> None:
    """Change the turn where it is time to; one statement, two when it changes. Safe to run as often as one likes."""
    if ways.second is None:
        return
    turn, first, second = _look(session, ways.first, ways.second)
    following = next_turn(turn, first, second)
    if following is None:
        return
    share, reason = following
    given = {"share": share, "reason": reason, "number": turn.number}
    if session.connection().exec_driver_sql(_TURN, given).first() is not None:
        level = logging.INFO if reason == WELL_AGAIN else logging.WARNING
        log.log(level, "carriers take turns", extra={"count": share, "why": reason})


def next_turn(turn: Turn, first: Seen, second: Seen) -> tuple[int, str] | None:
    """How many per cent go by the first carrier from now on and why; None while all stays as it is."""
    if turn.share >= ALL:
        fault = first.fault(FAILED)
        return (NONE, fault) if fault else None
    first_fault, second_fault = first.fault(FAILED_WHEN_TRIED_AGAIN), second.fault(_enough_for_second(turn))
    if second_fault and (turn.share == NONE or first_fault or not first.proven):
        return _both(turn, f"{first_fault or 'the first failed before'}; {second_fault}")
    if second_fault:
        return ALL, second_fault
    if turn.share == NONE:
        # What it is late with was given to it before: it is tried again after a while, whatever it was.
        return (FIRST_STEP, WELL_AGAIN) if turn.age >= QUIET else None
    if first_fault:
        return (
            (NONE, first_fault) if second.proven else _both(turn, f"{first_fault}; {second.name} took none")
        )
    return _one_step_back(turn, first)


def _enough_for_second(turn: Turn) -> int:
    return FAILED_WHEN_TRIED_AGAIN if turn.share == HALF else FAILED


def _both(turn: Turn, reason: str) -> tuple[int, str] | None:
    return None if turn.share == HALF else (HALF, reason)


def _one_step_back(turn: Turn, first: Seen) -> tuple[int, str] | None:
    if turn.age < (QUIET if turn.share == HALF else STEP_AFTER) or not first.succeeds:
        return None
    return min(ALL, turn.share + (FIRST_STEP if turn.share < STEP else STEP)), WELL_AGAIN


def _look(session: Session, first: Way, second: Way) -> tuple[Turn, Seen, Seen]:
    given = {
        "first": first.name,
        "first_numbers": sorted(first.of_numbers),
        "second": second.name,
        "second_numbers": sorted(second.of_numbers),
    }
    rows = session.connection().exec_driver_sql(_SEEN, given).all()
    one, other = rows
    return Turn(one.number, one.share, one.age), _seen(one), _seen(other)


def _seen(row: Any) -> Seen:
    return Seen(
        row.name, row.tried, row.failed, row.lately, row.in_a_row, row.refuses, row.taken, row.late, row.slow
    )
