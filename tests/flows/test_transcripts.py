"""Whole conversations, kept as pages that a translator or a lawyer can read: each must still happen like that.

A page's second line says how it is played. To write one anew after the words have changed:
python -m ivr_flows.rehearse FLOW --lang LANG [--found QUESTION=VALUE], and put the page's first three lines before it.
"""

import re
from pathlib import Path

import pytest

from ivr_flows.flows import FLOWS, PHONE, STEPS
from ivr_flows.officer import ABOUT, KIND
from ivr_flows.rehearse import conversation
from ivr_flows.steps import Consult, Say

PAGES = sorted((Path(__file__).parent / "transcripts").glob("*/*.txt"))
HOW = re.compile(r"# (?P<flow>\w+) --lang (?P<language>\w+)(?P<found>( --found \w+=\w+)*)")
FOUND = re.compile(r"--found (\w+)=(\w+)")
STEP = re.compile(r"^\[(.+)\]$", re.MULTILINE)
LOOK = re.compile(r"^looks   (\w+): (\w+)$", re.MULTILINE)
CALLER = re.compile(r"^caller  (?:presses |says: |writes: )?(?P<answer>.*)$", re.MULTILINE)
NO_ANSWER = {"is silent": "", "waits in vain": "", "is answered": "yes"}
GONE = {"hangs up", "writes no more"}


def _name(page: Path) -> str:
    return f"{page.parent.name}/{page.stem}"


def _played_again(page: str) -> str:
    title, how, _, told = page.split("\n", 3)
    played = HOW.fullmatch(how)
    assert title.startswith("# ")
    assert played is not None
    flow = next(flow for flow in FLOWS if flow.name == played["flow"])
    given = (line["answer"] for line in CALLER.finditer(told) if line["answer"] not in GONE)
    answers = (NO_ANSWER.get(answer, answer) for answer in given)
    lines = conversation(flow, played["language"], answers, dict(FOUND.findall(played["found"])))
    return "\n".join([title, how, "", *lines, ""])


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_conversation_still_happens_like_its_page(page: Path) -> None:
    written = page.read_text(encoding="utf-8")
    assert _played_again(written) == written


@pytest.mark.parametrize("language", ["ur", "en"])
class TestInEachLanguage:
    def test_every_flow_has_a_page(self, language: str) -> None:
        hows = [
            HOW.match(page.read_text(encoding="utf-8").split("\n", 2)[1]) for page in self._pages(language)
        ]
        played = {(how["flow"], how["language"]) for how in hows if how is not None}
        # A call always begins in Urdu.
        begins = {(flow.name, "ur" if flow is PHONE else language) for flow in FLOWS}
        assert begins <= played

    def test_every_step_is_met_but_for_places_that_are_asked_for_alike(self, language: str) -> None:
        met = {
            step for page in self._pages(language) for step in STEP.findall(page.read_text(encoding="utf-8"))
        }
        alike = re.compile(
            r"where\.(city_)?(punjab|sindh|kp|balochistan|ajk|gb)(_\w+)?|where\.city|help\.kind\w*"
        )
        told_alike = {about.name for about in ABOUT.values()}
        passed = {name for name, step in STEPS.items() if isinstance(step, Say) and step.to is not None}
        assert {
            name for name in STEPS if name not in met | told_alike and not alike.fullmatch(name)
        } == passed

    def test_every_look_beyond_a_flow_is_met_with_whatever_it_may_find(self, language: str) -> None:
        pages = [page.read_text(encoding="utf-8") for page in self._pages(language)]
        found = {look for page in pages for look in LOOK.findall(page)}
        assert KIND in {question for question, _ in found}
        for step in (step for step in STEPS.values() if isinstance(step, Consult) and step.question != KIND):
            assert {(step.question, outcome.value) for outcome in step.outcomes} <= found

    @staticmethod
    def _pages(language: str) -> list[Path]:
        return [page for page in PAGES if page.parent.name == language]
