"""A flow that would trap, confuse or drop a caller is found before one calls."""

from dataclasses import replace

import pytest

from ivr_flows.flows import FLOWS
from ivr_flows.inspection import faults
from ivr_flows.steps import Flow, Menu, Option, Prompt, Record, Say, Step, Words

END = Say("demo.end", (Prompt("demo.end", "Goodbye."),))
ASK = Menu(
    name="demo.ask",
    ask=(
        Prompt("demo.ask.work", "For work, press 1."),
        Prompt("demo.ask.other", "For anything else, press 2."),
    ),
    fact="kind",
    options=(Option("1", "work", "demo.tell"), Option("2", "other", "demo.end")),
    otherwise="demo.tell",
    otherwise_value="unknown",
)
TELL = Record("demo.tell", (Prompt("demo.tell", "Tell us."),), fact="what", to="demo.end")
TEXT = Words("demo.text", (Prompt("demo.text", "Text us."),), fact="what", to="demo.end")


def _demo(*steps: Step, start: str | None = None) -> Flow:
    return Flow("demo", start or steps[0].name, steps)


def _pressing(menu: Menu, *options: Option) -> Menu:
    said = tuple(Prompt(f"demo.ask.{o.key}{i}", f"For this, press {o.key}.") for i, o in enumerate(options))
    return replace(menu, options=options, ask=said)


@pytest.mark.parametrize("flow", FLOWS, ids=[flow.name for flow in FLOWS])
def test_no_flow_of_ours_has_a_fault(flow: Flow) -> None:
    assert faults(flow) == ()


def test_a_whole_small_flow_has_no_fault() -> None:
    assert faults(_demo(ASK, TELL, END)) == ()
    assert faults(_demo(replace(TEXT, ask=(Prompt("demo.text", "Code {reference}."),)), END)) == ()


BROKEN: list[tuple[Flow, str]] = [
    (_demo(ASK, TELL, END, start="demo.gone"), "demo: starts at demo.gone, which is none of its steps"),
    (_demo(ASK, replace(TELL, to="demo.gone"), END), "demo.tell: leads to demo.gone, which is no step"),
    (_demo(ASK, replace(TELL, to="demo.gone")), "demo.tell: is a dead end, no goodbye comes after it"),
    (
        _demo(replace(ASK, otherwise=""), TELL, END),
        "demo.ask: has no way on at silence, nothing is no step",
    ),
    (_demo(TELL, ASK, END), "demo.ask: nothing leads here"),
    (
        _demo(ASK, replace(TELL, to="demo.ask"), END),
        "demo.tell: can come round again, so a call might never end",
    ),
    (
        _demo(replace(ASK, otherwise="demo.ask"), TELL, END),
        "demo.ask: can come round again, so a call might never end",
    ),
    (
        _demo(_pressing(ASK, *(Option(key, key, "demo.end") for key in "12345")), TELL, END),
        "demo.ask: has 5 options, more than 4 to keep in mind",
    ),
    (_demo(replace(ASK, options=()), TELL, END), "demo.ask: has no options"),
    (
        _demo(_pressing(ASK, Option("1", "a", "demo.end"), Option("1", "b", "demo.end")), TELL, END),
        "demo.ask: key 1 is given twice",
    ),
    (_demo(_pressing(ASK, Option("*", "a", "demo.end")), TELL, END), "demo.ask: key * says the step again"),
    (
        _demo(_pressing(ASK, Option("12", "a", "demo.end")), TELL, END),
        "demo.ask: key 12 is not one key of a phone",
    ),
    (_demo(replace(ASK, ask=ASK.ask[:1]), TELL, END), "demo.ask: says to press 1, takes 1, 2"),
    (_demo(replace(ASK, ask_again=ASK.ask[::-1]), TELL, END), "demo.ask: says to press 2, 1, takes 1, 2"),
    (_demo(replace(TELL, ask=()), END), "demo.tell: says nothing"),
    (_demo(TELL, replace(END, say=())), "demo.end: says nothing"),
    (_demo(replace(TELL, tries=0), END), "demo.tell: gives no try"),
    (_demo(replace(TELL, silence_seconds=0), END), "demo.tell: does not wait for an answer"),
    (_demo(replace(TELL, max_seconds=0), END), "demo.tell: records nothing"),
    (_demo(replace(TELL, ask=(Prompt("demo.tell", " "),)), END), "demo.tell: has no words"),
    (
        _demo(replace(TELL, ask=(Prompt("Tell us/now", "Tell us."),)), END),
        "Tell us/now: cannot be the name of a recording",
    ),
    (
        _demo(replace(TELL, ask=(Prompt("demo.tell", "Tell us.", language="fr"),)), END),
        "demo.tell: is to be said in fr, which nobody can choose",
    ),
    (
        _demo(replace(TELL, ask=(Prompt("demo.tell", "Code {reference}."),)), END),
        "demo.tell: has a gap to fill in, which no recording can",
    ),
    (
        _demo(replace(TELL, ask=(Prompt("demo.end", "Tell us."),)), END),
        "demo.end: two prompts have this name but not the same words",
    ),
    (
        _demo(replace(TELL, ask=(Prompt("goodbye", "So long."),)), END),
        "goodbye: two prompts have this name but not the same words",
    ),
    (
        _demo(replace(TELL, ask=(Prompt("report_tip.kind", "Tell us."),)), END),
        "report_tip.kind: two prompts have this name but not the same words",
    ),
    (_demo(TELL, END, END), "demo.end: two steps have this name"),
    (
        Flow("demo", "report_tip.kind", (replace(END, name="report_tip.kind"),)),
        "report_tip.kind: two steps have this name",
    ),
    (
        _demo(replace(TELL, name="tell"), END),
        "tell: is not named demo. and one small word",
    ),
    (
        _demo(replace(TEXT, to="demo.tell"), TELL, END),
        "demo: asks for a text message and for keys or speech in one conversation",
    ),
]


@pytest.mark.parametrize(("flow", "fault"), BROKEN, ids=[fault for _, fault in BROKEN])
def test_a_broken_flow_is_told_what_is_wrong_with_it(flow: Flow, fault: str) -> None:
    assert fault in faults(flow)
