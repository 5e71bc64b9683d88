"""The pages of the scenarios: their list, and each with its role, its telephone and its comparison."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hotline.carriers.practice.models import PracticeRehearsal
from hotline.carriers.practice_numbers import CALLER
from hotline.circles.models import Circle
from hotline.web.doors import runtime
from hotline.web.page_language import choose_asked
from hotline.web.practice.asked import say_why
from hotline.web.practice.scenarios.comparing import Fact, Value, compare, expected_facts
from hotline.web.practice.scenarios.playing import code_of, play
from hotline.web.practice.scenarios.scenario import Scenario
from hotline.web.practice.scenarios.stories import SCENARIOS
from hotline.web.practice.scenarios.words import FACTS, VERDICTS, words_of
from hotline.web.practice.telephone import a_telephone

blueprint = Blueprint("practice_scenarios", __name__, url_prefix="/practice/scenarios")
say_why(blueprint)

LONGEST_ID = 64


@blueprint.get("/")
def every_scenario() -> str:
    choose_asked()
    return render_template("practice/scenarios.html", scenarios=SCENARIOS.values())


@blueprint.get("/<name>")
def one_scenario(name: str) -> str:
    """`call` is the rehearsed call to be compared, `earlier` the one that made the earlier report."""
    choose_asked()
    scenario = _scenario(name)
    call, earlier = _id("call"), _id("earlier")
    with runtime().database.transaction() as session:
        comparison = compare(session, scenario, call) if call else None
        expected = expected_facts(session, scenario)
        code = _code(session, scenario, earlier) if earlier else None
        shown = {row.recorded for row in comparison.rows if row.fact is Fact.CIRCLE} if comparison else set()
        circles = _circles(session, {expected[Fact.CIRCLE]} | shown)
    return render_template(
        "practice/scenario.html",
        scenario=scenario,
        expected=expected,
        comparison=comparison,
        call=call,
        earlier=earlier,
        code=code,
        FACTS=FACTS,
        VERDICTS=VERDICTS,
        circles=circles,
        words_of=words_of,
        **a_telephone(),
    )


@blueprint.post("/<name>/earlier")
def make_earlier(name: str) -> Response:
    """Make the report that this scenario's caller has left before."""
    scenario = _scenario(name)
    if not scenario.earlier:
        abort(404)
    call = play(runtime(), SCENARIOS[scenario.earlier], CALLER)
    return redirect(url_for(".one_scenario", name=name, earlier=call), 303)


def _scenario(name: str) -> Scenario:
    return SCENARIOS[name] if name in SCENARIOS else abort(404)


def _id(name: str) -> str:
    asked = request.args.get(name, "")
    return asked if asked.isascii() and asked.isalnum() and len(asked) <= LONGEST_ID else ""


def _code(session: Session, scenario: Scenario, call_sid: str) -> str | None:
    """Only of a call that was made for this: whoever guesses the id of another learns nothing."""
    rehearsal = session.get(PracticeRehearsal, call_sid)
    made_for_this = rehearsal is not None and rehearsal.scenario == scenario.earlier
    return code_of(session, call_sid) if made_for_this else None


def _circles(session: Session, codes: set[Value]) -> dict[str, Circle]:
    wanted = [code for code in codes if isinstance(code, str)]
    return {circle.code: circle for circle in session.scalars(select(Circle).where(Circle.code.in_(wanted)))}
