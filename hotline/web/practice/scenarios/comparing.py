"""Holds what the hotline recorded of one rehearsed call against what its scenario expects."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hotline.calls.models import Call, CallAnswer, Recording
from hotline.carriers.practice.models import PracticeCall, PracticeRehearsal, PracticeText
from hotline.circles.routing import Asked, route
from hotline.circles.snapshot import directory_now
from hotline.database import today
from hotline.fetching import FetchState
from hotline.referrals.models import Referral, ReferralState, Role
from hotline.settings import PRACTICE
from hotline.tips.models import Callback, Tip
from hotline.web.practice.scenarios.scenario import Expected, Scenario

ARRIVED = frozenset({ReferralState.SENT, ReferralState.DELIVERED})
DONE = ARRIVED | {ReferralState.REFUSED}


class Fact(StrEnum):
    """What is compared, in the order of the table."""

    LANGUAGE = "language"
    KIND = "kind"
    DANGER = "danger"
    URGENT = "urgent"
    PROVINCE = "province"
    DISTRICT = "district"
    TO_THE_END = "to_the_end"
    RECORDINGS = "recordings"
    CALLBACK = "callback"
    REPORT = "report"
    CIRCLE = "circle"
    ARRIVED = "arrived"
    TEXTS = "texts"


class Report(StrEnum):
    NONE = "none"
    NEW = "new"
    EARLIER = "earlier"


class Verdict(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class CallBack:
    """Whether and when the caller may be called back, and whether we may then say who we are."""

    when: Callback | None
    may_say_who: bool


Value = str | bool | int | CallBack | None


@dataclass(frozen=True, slots=True)
class Row:
    fact: Fact
    expected: Value
    recorded: Value
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    """`settled` once nothing more will come by itself: until then a fact that is still missing is no fault."""

    rows: tuple[Row, ...]
    settled: bool

    @property
    def same(self) -> bool:
        return all(row.verdict is Verdict.SAME for row in self.rows)

    @property
    def different(self) -> int:
        return sum(row.verdict is Verdict.DIFFERENT for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Left:
    """All that one call has left; it is `going_on` until it is hung up, or its line has dropped."""

    call: Call
    going_on: bool
    tip: Tip | None
    referral: Referral | None
    recordings: list[FetchState]
    danger: str | None
    texts: int

    @property
    def settled(self) -> bool:
        if self.going_on or FetchState.WAITING in self.recordings:
            return False
        if self.tip is None:
            return self.call.ended_at is not None
        return self.tip.recorded_at is not None and self.referral is not None and self.referral.state in DONE


def compare(session: Session, scenario: Scenario, call_sid: str) -> Comparison | None:
    """None when this call rehearses no such scenario, or has not reached the hotline."""
    rehearsal = session.get(PracticeRehearsal, call_sid)
    if rehearsal is None or rehearsal.scenario != scenario.name:
        return None
    left = _left(session, rehearsal)
    if left is None:
        return None
    expected, recorded = dict(_expected(session, scenario.expected)), dict(_recorded(left))
    rows = tuple(_row(fact, expected[fact], recorded[fact], left.settled) for fact in Fact)
    return Comparison(rows, left.settled)


def expected_facts(session: Session, scenario: Scenario) -> dict[Fact, Value]:
    """What should come of it, by the directory of today."""
    return dict(_expected(session, scenario.expected))


def _row(fact: Fact, expected: Value, recorded: Value, settled: bool) -> Row:
    verdict = Verdict.SAME if expected == recorded else Verdict.DIFFERENT if settled else Verdict.NOT_YET
    return Row(fact, expected, recorded, verdict)


def _expected(session: Session, expected: Expected) -> Iterator[tuple[Fact, Value]]:
    yield Fact.LANGUAGE, expected.language
    yield Fact.KIND, expected.kind.value
    yield Fact.DANGER, expected.danger
    yield Fact.URGENT, expected.urgent
    yield Fact.PROVINCE, expected.province
    yield Fact.DISTRICT, expected.district
    yield Fact.TO_THE_END, expected.to_the_end
    yield Fact.RECORDINGS, expected.recordings
    yield Fact.CALLBACK, CallBack(expected.callback, expected.may_say_who)
    yield Fact.REPORT, Report.EARLIER.value if expected.adds_to_earlier else Report.NEW.value
    yield Fact.CIRCLE, _circle(session, expected)
    yield Fact.ARRIVED, True
    yield Fact.TEXTS, 0


def _circle(session: Session, expected: Expected) -> str:
    districts = (expected.district,) if expected.district else ()
    asked = Asked(districts=districts, province=expected.province, kind=expected.kind)
    return route(directory_now(session), asked, today()).circle


def _recorded(left: _Left) -> Iterator[tuple[Fact, Value]]:
    tip, referral = left.tip, left.referral
    yield Fact.LANGUAGE, left.call.language
    yield Fact.KIND, tip.kind.value if tip else None
    yield Fact.DANGER, {"yes": True, "no": False}.get(left.danger or "")
    yield Fact.URGENT, tip.urgent if tip else None
    yield Fact.PROVINCE, tip.province if tip else None
    yield Fact.DISTRICT, tip.district if tip else None
    yield Fact.TO_THE_END, not tip.partial if tip else None
    yield Fact.RECORDINGS, len(left.recordings)
    yield Fact.CALLBACK, CallBack(tip.callback, tip.may_say_who) if tip else None
    yield Fact.REPORT, _report(left)
    yield Fact.CIRCLE, referral.circle_code if referral else None
    yield Fact.ARRIVED, referral.state in ARRIVED if referral else None
    yield Fact.TEXTS, left.texts


def _report(left: _Left) -> str:
    if left.tip is None:
        return Report.NONE.value
    return Report.EARLIER.value if left.tip.taken_at < left.call.started_at else Report.NEW.value


def _left(session: Session, rehearsal: PracticeRehearsal) -> _Left | None:
    mine = (Call.carrier == PRACTICE, Call.carrier_id == rehearsal.call_sid)
    call = session.scalar(select(Call).where(*mine))
    if call is None:
        return None
    tip = session.get(Tip, call.tip_id) if call.tip_id else None
    main = (Referral.tip_id == call.tip_id, Referral.role == Role.MAIN)
    referral = session.scalar(select(Referral).where(*main)) if tip else None
    recordings = session.scalars(select(Recording.standing).where(Recording.call_id == call.id))
    danger = session.scalar(
        select(CallAnswer.value)
        .where(CallAnswer.call_id == call.id, CallAnswer.fact == "danger", CallAnswer.understood)
        .order_by(CallAnswer.turn.desc())
        .limit(1)
    )
    texts = session.scalar(
        select(func.count())
        .select_from(PracticeText)
        .where(PracticeText.to_number == rehearsal.from_number, PracticeText.sent_at >= rehearsal.begun_at)
    )
    going_on = session.get(PracticeCall, rehearsal.call_sid) is not None
    return _Left(call, going_on, tip, referral, list(recordings), danger, texts or 0)
