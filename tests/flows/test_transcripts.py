"""Whole conversations, kept as pages that a translator or a lawyer can read: each must still happen like that.

A page's second line says which flow and language it plays. To write one anew after the words have changed:
python -m ivr_flows.rehearse FLOW --lang LANG, and put the page's first three lines before it.
"""

import re
from pathlib import Path

import pytest

from ivr_flows.flows import FLOWS
from ivr_flows.rehearse import conversation

PAGES = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
CALLER = re.compile(r"^caller  (?:presses |says: |writes: )?(?P<answer>.*)$", re.MULTILINE)
NO_ANSWER = {"is silent": "", "hangs up": None, "writes no more": None}


def _played_again(page: str) -> str:
    title, how, _, told = page.split("\n", 3)
    played = re.fullmatch(r"# (\w+) --lang (\w+)", how)
    assert title.startswith("# ")
    assert played is not None
    flow = next(flow for flow in FLOWS if flow.name == played[1])
    answers = (NO_ANSWER.get(line["answer"], line["answer"]) for line in CALLER.finditer(told))
    lines = conversation(flow, played[2], (answer for answer in answers if answer is not None))
    return "\n".join([title, how, "", *lines, ""])


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_conversation_still_happens_like_its_page(page: Path) -> None:
    written = page.read_text(encoding="utf-8")
    assert _played_again(written) == written


def test_every_flow_has_a_page_in_every_language() -> None:
    played = {page.read_text(encoding="utf-8").split("\n", 2)[1] for page in PAGES}
    wanted = {f"# {flow.name} --lang {language}" for flow in FLOWS for language in ("ur", "en")}
    assert played >= wanted - {"# choose_language --lang en"}  # a call always begins in Urdu
