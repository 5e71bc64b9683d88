"""Every scenario, played by its own steps over the practice line, ends as it says it does."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from hotline.calls.models import Call
from hotline.carriers.practice_numbers import CALLER, circle_number
from hotline.database import utc_now
from hotline.jobs import sweep
from hotline.queues import REFERRALS, TIPS
from hotline.runtime import Runtime
from hotline.tips.models import Tip
from hotline.web.practice.calls import drop
from hotline.web.practice.scenarios.comparing import Comparison, Fact, Verdict, compare
from hotline.web.practice.scenarios.playing import code_of, play
from hotline.web.practice.scenarios.scenario import Scenario
from hotline.web.practice.scenarios.stories import SCENARIOS, WITNESS
from tests.conftest import Live
from tests.practice.conftest import Poster
from worker import make_worker


def work(runtime: Runtime) -> None:
    """Do all that the workers and the clock would do within a minute or two."""
    with runtime.database.transaction() as session:
        silent_since = utc_now() - 2 * timedelta(seconds=runtime.settings.call_partial_seconds)
        session.execute(update(Call).where(Call.ended_at.is_(None)).values(heard_at=silent_since))
        session.execute(update(Tip).values(ready_at=Tip.taken_at))
    for _ in range(2):
        sweep(runtime)
        make_worker(runtime, [TIPS, REFERRALS]).work(burst=True)


def compared(runtime: Runtime, scenario: Scenario, call_sid: str) -> Comparison:
    with runtime.database.transaction() as session:
        comparison = compare(session, scenario, call_sid)
    assert comparison is not None
    return comparison


def played(runtime: Runtime, scenario: Scenario) -> str:
    """The id of the call; the earlier report, where there is one, has been on its way."""
    if not scenario.earlier:
        return play(runtime, scenario, CALLER)
    before = play(runtime, SCENARIOS[scenario.earlier], CALLER)
    work(runtime)
    with runtime.database.transaction() as session:
        code = code_of(session, before)
    assert code is not None
    return play(runtime, scenario, CALLER, code)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_ends_as_it_says(live: Live, practice_directory: None, name: str) -> None:
    call_sid = played(live.runtime, SCENARIOS[name])
    work(live.runtime)
    comparison = compared(live.runtime, SCENARIOS[name], call_sid)
    wrong = [row for row in comparison.rows if row.verdict is not Verdict.SAME]
    assert wrong == []
    assert comparison.settled
    assert comparison.same


class TestWithDesks:
    @pytest.fixture
    def environ(self, environ: dict[str, str]) -> dict[str, str]:
        desks = {"HOTLINE_DESK_NUMBER": circle_number(1), "HOTLINE_EMERGENCY_NUMBER": circle_number(2)}
        return environ | desks

    def test_danger_ends_the_same_when_nobody_answers_there(
        self, live: Live, practice_directory: None
    ) -> None:
        call_sid = played(live.runtime, SCENARIOS["danger-now"])
        work(live.runtime)
        assert compared(live.runtime, SCENARIOS["danger-now"], call_sid).same


def test_what_is_still_to_come_is_no_fault_and_what_never_comes_is(
    live: Live, practice_directory: None
) -> None:
    call_sid = play(live.runtime, replace(WITNESS, steps=WITNESS.steps[:4]), CALLER)
    before = compared(live.runtime, WITNESS, call_sid)
    assert not before.settled
    assert {row.verdict for row in before.rows} == {Verdict.SAME, Verdict.NOT_YET}
    drop(live.runtime, call_sid)
    work(live.runtime)
    after = compared(live.runtime, WITNESS, call_sid)
    assert after.settled
    different = {row.fact: row.recorded for row in after.rows if row.verdict is Verdict.DIFFERENT}
    assert different[Fact.TO_THE_END] is False
    assert different[Fact.RECORDINGS] == 0
    assert after.different == len(different)


def test_only_a_call_of_this_scenario_is_compared(live: Live, practice_directory: None) -> None:
    call_sid = play(live.runtime, SCENARIOS["hoax"], CALLER)
    with live.runtime.database.transaction() as session:
        assert compare(session, WITNESS, call_sid) is None
        assert compare(session, WITNESS, "CA1") is None


def test_the_words_of_every_scenario_stand_on_its_page(client: FlaskClient, directory: None) -> None:
    listed = client.get("/practice/scenarios/?lang=en").text
    for scenario in SCENARIOS.values():
        assert f"/practice/scenarios/{scenario.name}" in listed
        page = html.unescape(client.get(f"/practice/scenarios/{scenario.name}").text)
        assert all(words in page for words in (*scenario.role, scenario.watch))
        assert all(step.words in page for step in scenario.steps)
    assert client.get("/practice/scenarios/nothing").status_code == 404
    assert client.get("/practice/scenarios/hoax?call=../x&earlier=%00").status_code == 200


def test_the_earlier_report_is_made_by_a_press_and_its_code_is_for_this_scenario_only(poster: Poster) -> None:
    page = "/practice/scenarios/earlier-caller"
    assert poster.client.post(f"{page}/earlier").status_code == 400, "no token"
    made = poster.client.post(f"{page}/earlier", data={"csrf_token": poster.token})
    assert made.status_code == 303
    assert re.search(r"\b\d{4} \d{4}\b", poster.client.get(made.headers["Location"]).text)
    hoax = poster.post("calls", {"caller": CALLER, "scenario": "hoax"}).json["call"]
    other = poster.client.get(f"{page}?earlier={hoax}").text
    assert not re.search(r"\b\d{4} \d{4}\b", other)
    token = {"csrf_token": poster.token}
    assert poster.client.post("/practice/scenarios/hoax/earlier", data=token).status_code == 404
    assert poster.post("calls", {"caller": CALLER, "scenario": "nothing"}).status_code == 422
