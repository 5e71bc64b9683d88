"""The flows as pages: every step with its words, its ways on and the callers who left there, whatever the flows say."""

import random
import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from markupsafe import escape

from hotline.calls.models import Call, CallAnswer
from hotline.database import utc_now
from hotline.languages import Language, words
from hotline.web.flow_pictures.callers import Callers, Counted, beginning_of, count_callers
from hotline.web.flow_pictures.outline import parts_of
from hotline.web.flow_pictures.ways import Kind, kind_of, said_first, waits, ways_on
from hotline.web.flow_pictures.words import FLOWS as NAMED
from ivr_flows.flows import FLOWS, PHONE, STEPS
from ivr_flows.steps import Prompt

PAGES = [(flow, part) for flow in FLOWS for part in parts_of(flow)]


def address(flow: Any, part: Any) -> str:
    return f"/console/flows/{flow.name}{'/' + part.name if part.name else ''}"


@dataclass
class Listed:
    """What one page says of one step: its part of the page, cut out."""

    html: str

    def links(self) -> list[str]:
        return [link for link in re.findall(r'href="([^"]+)"', self.html) if not link.startswith("/prompts/")]


def listed(page: str) -> dict[str, Listed]:
    """The list's entries by step, as they stand on the page."""
    listed_steps = page.partition('<ol class="flow-steps">')[2].partition("\n  </ol>")[0]
    entries = re.split(r'<li id="([^"]+)"', listed_steps)[1:]
    return {name: Listed(html) for name, html in zip(entries[::2], entries[1::2], strict=True)}


@pytest.fixture(params=["en", "ur"])
def reader(nadia: Any, request: Any) -> Any:
    """Nadia, with pages in each language."""
    nadia.send("/console/account", "/console/language", language=request.param)
    nadia.language = Language(request.param)
    return nadia


def test_every_step_of_every_flow_is_listed_once_with_all_its_words(reader: Any) -> None:
    seen: Counter[str] = Counter()
    for flow, part in PAGES:
        page = reader.get(address(flow, part))
        assert page.status_code == 200
        assert f'lang="{reader.language}"' in page.text
        for name, entry in listed(page.text).items():
            seen[name] += 1
            for said in said_first(STEPS[name]):
                if isinstance(said, Prompt):
                    for piece in words(said, reader.language).split("{reference}"):
                        assert str(escape(piece)) in entry.html, (name, said.name)
    assert seen == Counter(list(STEPS))


def test_every_way_on_is_a_link_to_a_step_that_is_there(nadia: Any) -> None:
    pages = {address(flow, part): nadia.get(address(flow, part)).text for flow, part in PAGES}
    ids = {where: set(re.findall(r' id="([^"]+)"', page)) for where, page in pages.items()}
    for page in pages.values():
        for name, entry in listed(page).items():
            leads_to = [link.partition("#") for link in entry.links()]
            assert {to for _, _, to in leads_to} == {way.to for way in ways_on(STEPS[name])}, name
            assert all(to in ids[where] for where, _, to in leads_to), name


def test_what_is_drawn_leads_to_steps_and_pages_that_are_there(nadia: Any) -> None:
    for flow, part in PAGES:
        page = nadia.get(address(flow, part)).text
        drawn = page.partition('<svg class="picture')[2].partition('<ol class="flow-steps">')[0]
        inside = set(re.findall(r'href="#([^"]+)"', drawn))
        assert inside == {step.name for step in part.steps}
        for link in set(re.findall(r'href="(/console/flows/[^"#]+)', drawn)):
            assert nadia.get(link).status_code == 200, link


def test_the_index_names_every_flow_and_what_it_is_for(reader: Any) -> None:
    page = reader.get("/console/flows/").text
    for flow in FLOWS:
        assert flow.name in NAMED, f"{flow.name} needs a name for people"
        assert page.count(f'href="/console/flows/{flow.name}"') >= 2


def test_prompts_can_be_heard(nadia: Any) -> None:
    page = nadia.get("/console/flows/main").text
    sounds = re.findall(r'<audio [^>]*src="(/prompts/en/[^"]+)"', page)
    prompts = [said for step in STEPS.values() if step.name.startswith("main.") for said in said_first(step)]
    assert len(sounds) >= len(prompts) > 0
    for sound in sounds:
        with nadia.get(sound) as played:
            assert played.status_code == 200


def test_what_is_only_written_cannot_be_heard(nadia: Any) -> None:
    assert "<audio" not in nadia.get("/console/flows/sms_tip").text


@pytest.mark.parametrize(
    "where", ["nothing", "main/nothing", "main?days=31", "main?days=x", "?days=0", "where/punjab/lahore"]
)
def test_what_is_not_there_is_said_on_a_page(nadia: Any, where: str) -> None:
    page = nadia.get(f"/console/flows/{where}")
    assert page.status_code == 404
    assert "There is no such page" in page.text


def test_only_supervisors_see_the_flows(visitor: Any) -> None:
    for where in ("/console/flows/", "/console/flows/main"):
        assert visitor.get(where).headers["Location"].startswith("/console/sign-in")


def test_the_period_is_kept_from_page_to_page(nadia: Any) -> None:
    page = nadia.get("/console/flows/?days=90").text
    assert 'href="/console/flows/main?days=90"' in page
    assert 'href="/console/flows/?days=7"' in page
    within = nadia.get("/console/flows/main?days=7").text
    assert 'href="/console/flows/report_tip?days=7#report_tip.kind"' in within


def test_no_calls_reads_as_such(nadia: Any) -> None:
    assert "No calls yet in this period." in nadia.get("/console/flows/").text
    page = nadia.get("/console/flows/report_tip").text
    assert "No calls yet" in listed(page)["report_tip.kind"].html
    assert "%" not in listed(page)["report_tip.kind"].html


@dataclass
class Lines:
    """Calls as they stand in the tables, wherever the flows may have led them."""

    database: Any
    calls: int = 0

    def add(self, *steps: str, over: bool = True, days_ago: float = 0.0) -> None:
        """A call that answered at each of these steps but the last one, where it waits or has ended."""
        self.calls += 1
        began = utc_now() - timedelta(days=days_ago)
        with self.database.transaction() as session:
            call = Call(
                carrier="practice", carrier_id=f"CA{self.calls}", language="ur", started_at=began,
                waiting_at=f"ur.{steps[-1]}.{len(steps) - 1}.0", ended_at=utc_now() if over else None,
            )  # fmt: skip
            session.add(call)
            session.flush()
            for turn, step in enumerate(steps[:-1]):
                session.add(
                    CallAnswer(call_id=call.id, turn=turn, step=step, keys="1", understood=True, at=began)
                )

    def counted(self, days: int = 30) -> Counted:
        with self.database.transaction() as session:
            return count_callers(session, beginning_of(days))


@pytest.fixture
def lines(database: Any) -> Lines:
    return Lines(database)


def test_a_caller_came_to_a_step_once_however_often_and_left_where_the_call_ended(lines: Lines) -> None:
    lines.add("choose_language.language", "main.menu")
    lines.add("choose_language.language", "main.menu", "main.menu", "report_tip.kind")
    lines.add("choose_language.language", "main.menu", over=False)
    counted = lines.counted()
    assert counted.calls == Callers(3, 2)
    assert counted.steps == {
        "choose_language.language": Callers(3, 0),
        "main.menu": Callers(3, 1),
        "report_tip.kind": Callers(1, 1),
    }
    assert counted.flows == {
        "choose_language": Callers(3, 0),
        "main": Callers(3, 1),
        "report_tip": Callers(1, 1),
    }
    assert counted.steps["main.menu"].share == pytest.approx(1 / 3)


def test_who_heard_the_end_has_not_left(lines: Lines) -> None:
    lines.add("choose_language.language", "report_tip.thanks")
    counted = lines.counted()
    assert counted.calls == Callers(1, 0)
    assert counted.steps["report_tip.thanks"] == Callers(1, 0)


def test_a_period_begins_at_midnight_in_pakistan(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    for days_ago in (0.0, 6.0, 7.01, 29.0, 31.0, 89.0, 91.0):
        lines.add("choose_language.language", days_ago=days_ago)
    assert lines.counted(7).calls.came == 2
    assert lines.counted(30).calls.came == 4
    assert lines.counted(90).calls.came == 6
    began = beginning_of(7)
    assert (began.hour, began.minute, str(began.tzinfo)) == (0, 0, "Asia/Karachi")


def test_the_numbers_are_those_of_random_walks_through_any_flows(lines: Lines, nadia: Any) -> None:
    chance = random.Random(3)
    came: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for _ in range(60):
        walked = walk(chance)
        lines.add(*walked)
        came.update(set(walked))
        if kind_of(STEPS[walked[-1]]) is not Kind.END:
            left[walked[-1]] += 1
    assert lines.counted().steps == {name: Callers(times, left[name]) for name, times in came.items()}
    for flow, part in PAGES:
        for name, entry in listed(nadia.get(address(flow, part)).text).items():
            if kind_of(STEPS[name]) is not Kind.END and waits(STEPS[name]) and came[name]:
                assert f"{left[name]} of {came[name]} left here" in entry.html, name


def walk(chance: random.Random) -> list[str]:
    """The steps at which a caller is heard who does anything, and hangs up anywhere."""
    step = STEPS[PHONE.start]
    walked: list[str] = []
    while True:
        if waits(step):
            walked.append(step.name)
            if kind_of(step) is Kind.END or chance.random() < 0.1 or len(walked) == 30:
                return walked
        step = STEPS[chance.choice(ways_on(step)).to]


def test_texts_are_counted_where_they_stand(nadia: Any, made_up: Any) -> None:
    made_up.texts("A kiln in Gujranwala")
    page = nadia.get("/console/flows/sms_tip").text
    assert sum("1 conversation stands here" in entry.html for entry in listed(page).values()) == 1
    assert "1 conversation by text" in nadia.get("/console/flows/").text
