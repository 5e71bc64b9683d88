"""The addresses of the referrals' pages."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.models import Circle
from hotline.circles.passing_over import Passed, passed_over
from hotline.database import today, utc_now
from hotline.languages import Language
from hotline.referrals.answering_rates import SILENT_FROM, Answering, answering
from hotline.referrals.models import ReferralState
from hotline.sms.carrier_models import CarrierTurn
from hotline.tips.models import Channel
from hotline.web.call_log import names_in_urdu
from hotline.web.console import tell_errors
from hotline.web.directory.listing import passed_now
from hotline.web.directory.words import passed_words
from hotline.web.doors import runtime
from hotline.web.page_language import page_language
from hotline.web.referrals import words
from hotline.web.referrals.listing import (
    OPEN_STATES,
    Entry,
    Line,
    Spot,
    find_by_tag,
    loads,
    read_page,
    tag_in,
)

LONGEST_TAG = 12
# A month tells who is silent now, a quarter is long enough for a share to mean something.
SPANS = (30, 90)
TURNS = 50

blueprint = Blueprint("referrals", __name__, url_prefix="/console/referrals")
tell_errors(blueprint)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to."""

    state: ReferralState | None
    circle: str

    @property
    def narrowed(self) -> bool:
        return self.state is not None or bool(self.circle)


@blueprint.get("/")
def every_open() -> Response:
    typed = request.args.get("tag", "")[:LONGEST_TAG].strip()
    if typed:
        return _by_tag(typed)
    after = request.args.get("after")
    spot = Spot.parse(after) if after is not None else None
    if after is not None and spot is None:
        abort(404)
    with runtime().database.transaction() as session:
        circles = loads(session)
        asked = _asked({load.code for load in circles})
        page = read_page(session, spot, asked.state, asked.circle)
        names = _names(session)
    return make_response(
        render_template(
            "console/referrals/every_open.html",
            page=page,
            names=names,
            asked=asked,
            circles=circles,
            states=OPEN_STATES,
            needs=words.NEEDS,
            first=spot is None,
            now=utc_now(),
            longest_tag=LONGEST_TAG,
        )
    )


@blueprint.get("/circles")
def every_circle() -> str:
    with runtime().database.transaction() as session:
        spans = {days: answering(session, days) for days in SPANS}
        told = sorted({code for found in spans.values() for code in found})
        circles = {
            circle.code: circle for circle in session.scalars(select(Circle).where(Circle.code.in_(told)))
        }
        over = _passed_today(session)
    return render_template(
        "console/referrals/every_circle.html",
        spans=spans,
        circles=[circles[code] for code in _in_order(told, spans[SPANS[0]])],
        over=over,
        words=words,
        urgent=timedelta(seconds=runtime().settings.acknowledge_urgent_seconds),
        normal=timedelta(seconds=runtime().settings.acknowledge_normal_seconds),
        passed_words=passed_words,
        silent_from=SILENT_FROM,
    )


@blueprint.get("/carriers")
def carriers() -> str:
    with runtime().database.transaction() as session:
        turns = session.scalars(select(CarrierTurn).order_by(CarrierTurn.id.desc()).limit(TURNS)).all()
    ways = runtime().ways
    return render_template(
        "console/referrals/carriers.html",
        turns=turns,
        first=ways.first.name,
        second=ways.second.name if ways.second else None,
        words=words,
    )


def _by_tag(typed: str) -> Response:
    tag = tag_in(typed)
    with runtime().database.transaction() as session:
        found = find_by_tag(session, tag) if tag else ()
        names = _names(session)
    if len(found) == 1 and found[0].entry:
        return make_response(redirect(_page_of(found[0], found[0].entry), 303))
    return make_response(
        render_template(
            "console/referrals/of_one_tag.html",
            typed=typed,
            tag=tag,
            found=found,
            names=names,
            needs=words.NEEDS,
            longest_tag=LONGEST_TAG,
        )
    )


def _page_of(line: Line, entry: Entry) -> str:
    """The tip's page, where its box of that referral begins."""
    endpoint = "console.one_call" if entry.channel is Channel.CALL else "console.one_conversation"
    return url_for(endpoint, row_id=entry.id, _anchor=line.anchor)


def _asked(circles: set[str]) -> Asked:
    state, circle = (request.args.get(name, "") for name in ("state", "circle"))
    return Asked(
        ReferralState(state) if state in set(OPEN_STATES) else None, circle if circle in circles else ""
    )


def _in_order(told: list[str], lately: dict[str, Answering]) -> list[str]:
    """The silent ones first."""
    silent = {code for code, found in lately.items() if found.silent}
    return sorted(told, key=lambda code: (code not in silent, code))


def _passed_today(session: Session) -> dict[str, Passed]:
    """The span of days for which each circle that is passed over today is so."""
    spans = passed_over(session)
    held = ((span.circle, passed_now(spans, span.circle, today())) for span in spans)
    return {circle: span for circle, span in held if span is not None}


def _names(session: Session) -> dict[str, str]:
    """The districts' names in the page's language, where they are not those by which we know them."""
    return names_in_urdu(session) if page_language() is Language.URDU else {}
