"""A flow that would trap, confuse or drop a caller is found before one calls."""

from dataclasses import replace

import pytest

from ivr_flows.flows import FLOWS
from ivr_flows.inspection import faults
from ivr_flows.steps import (
    Consult,
    Dial,
    Digits,
    Flow,
    Menu,
    Option,
    Outcome,
    Prompt,
    Record,
    Say,
    Step,
    Words,
)

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
TELL = Record(
    "demo.tell", (Prompt("demo.tell", "Tell us."),), fact="what", to="demo.end", silent_to="demo.end"
)
CODE = Digits(
    "demo.code", (Prompt("demo.code", "Type it."),), fact="code", to="demo.look", otherwise="demo.end"
)
LOOK = Consult("demo.look", question="desk", outcomes=(Outcome("open", "demo.call"),), otherwise="demo.end")
CALL = Dial(
    "demo.call",
    (Prompt("demo.call", "We are calling."),),
    desk="desk",
    answered="demo.end",
    unanswered="demo.end",
    fact="desk",
)
TEXT = Words("demo.text", (Prompt("demo.text", "Text us."),), fact="what", to="demo.end")


def _demo(*steps: Step, start: str | None = None) -> Flow:
    return Flow("demo", start or steps[0].name, steps)


def _pressing(menu: Menu, *options: Option) -> Menu:
    said = tuple(Prompt(f"demo.ask.{o.key}{i}", f"For this, press {o.key}.") for i, o in enumerate(options))
    return replace(menu, options=options, ask=said)


def _in_a_breath(words: str) -> Menu:
    options = tuple(Option(key, key, "demo.end") for key in "12345")
    return replace(ASK, options=options, ask=(Prompt("demo.ask.all", words),), otherwise="demo.tell")


def _level(number: int, fact: str, value: str = "work") -> Menu:
    """A menu of which the first key leads to the next one like it."""
    return replace(
        _pressing(ASK, Option("1", value, f"demo.level_{number + 1}"), Option("2", "other", "demo.end")),
        name=f"demo.level_{number}",
        fact=fact,
        otherwise="demo.end",
    )


def _levels(*facts: str, value: str = "work") -> Flow:
    menus = [_level(number, fact, value) for number, fact in enumerate(facts, start=1)]
    return _demo(*menus, replace(TELL, name=f"demo.level_{len(facts) + 1}"), END)


@pytest.mark.parametrize("flow", FLOWS, ids=[flow.name for flow in FLOWS])
def test_no_flow_of_ours_has_a_fault(flow: Flow) -> None:
    assert faults(flow) == ()


WHOLE: dict[str, Flow] = {
    "keys and speech": _demo(ASK, TELL, END),
    "a number, a look and a desk": _demo(CODE, LOOK, CALL, END),
    "text": _demo(replace(TEXT, ask=(Prompt("demo.text", "Code {reference}."),)), END),
    "round again, but not by silence": _demo(ASK, replace(TELL, to="demo.ask"), END),
    "a number typed in place of speech": _demo(
        replace(TELL, options=(Option("042", "Lahore", "demo.end"),)), END
    ),
    "many keys in two breaths": _demo(
        replace(
            _in_a_breath(""),
            ask=(Prompt("a", "For one press 1, two 2, three 3."), Prompt("b", "For four press 4, five 5.")),
        ),
        TELL,
        END,
    ),
    "five places": _demo(
        replace(_pressing(ASK, *(Option(key, key, "demo.end") for key in "12345")), fact="district"),
        TELL,
        END,
    ),
    "three levels": _levels("province", "division", "district"),
    "pages of one level": _levels("division", "division", "division", "district", value="unknown"),
    "one matter after another": _levels("kind", "danger", "where", "what", "who"),
    "the keys that hold everywhere, told": _demo(
        replace(ASK, ask=(*ASK.ask, Prompt("demo.ways", "In danger, press 9. For a person, press 0."))),
        TELL,
        END,
    ),
    "another key, told here": _demo(
        replace(
            ASK,
            ask=(*ASK.ask, Prompt("demo.silent", "If you cannot speak, press 5.")),
            also=(Option("5", "silent", "demo.end"),),
        ),
        TELL,
        END,
    ),
    "another key, told just before": _demo(
        replace(
            _pressing(ASK, Option("1", "a", "demo.then"), Option("2", "b", "demo.tell")),
            ask=(
                Prompt("a", "For this, press 1."),
                Prompt("b", "For that, press 2."),
                Prompt("c", "If you cannot speak, press 5."),
            ),
            also=(Option("5", "silent", "demo.end"),),
        ),
        replace(ASK, name="demo.then", also=(Option("5", "silent", "demo.end"),)),
        TELL,
        END,
    ),
}


@pytest.mark.parametrize("flow", WHOLE.values(), ids=WHOLE)
def test_a_whole_small_flow_has_no_fault(flow: Flow) -> None:
    assert faults(flow) == ()


def _saying(*said: Prompt) -> Flow:
    return _demo(replace(TELL, ask=said), END)


BROKEN: list[tuple[Flow, str]] = [
    (_demo(ASK, TELL, END, start="demo.gone"), "demo: starts at demo.gone, which is none of its steps"),
    (_demo(ASK, replace(TELL, to="demo.gone"), END), "demo.tell: leads to demo.gone, which is no step"),
    (_demo(replace(TELL, silent_to="demo.gone"), END), "demo.tell: leads to demo.gone, which is no step"),
    (_demo(replace(CODE, to="demo.gone"), END), "demo.code: leads to demo.gone, which is no step"),
    (
        _demo(replace(LOOK, otherwise="demo.gone"), CALL, END),
        "demo.look: leads to demo.gone, which is no step",
    ),
    (_demo(replace(CALL, unanswered="demo.gone"), END), "demo.call: leads to demo.gone, which is no step"),
    (_demo(replace(ASK, otherwise=""), TELL, END), "demo.ask: leads to nothing, which is no step"),
    (
        _demo(ASK, replace(TELL, to="demo.gone", silent_to="demo.gone")),
        "demo.tell: is a dead end, no goodbye comes after it",
    ),
    (_demo(TELL, ASK, END), "demo.ask: nothing leads here"),
    (_demo(ASK, replace(TELL, silent_to="demo.ask"), END), "demo.tell: comes round again by silence alone"),
    (_demo(replace(ASK, otherwise="demo.ask"), TELL, END), "demo.ask: comes round again by silence alone"),
    (
        _demo(_pressing(ASK, *(Option(key, key, "demo.end") for key in "12345")), TELL, END),
        "demo.ask: has 5 options, more than 4 to keep in mind",
    ),
    (
        _demo(_in_a_breath("For one press 1, two 2, three 3, four 4, five 5."), TELL, END),
        "demo.ask: says 5 keys in one breath",
    ),
    (
        _demo(
            replace(_pressing(ASK, *(Option(key, key, "demo.end") for key in "123456")), fact="district"),
            TELL,
            END,
        ),
        "demo.ask: has 6 options, more than 5 to keep in mind",
    ),
    (
        _levels("province", "division", "district", "district"),
        "demo.level_1: begins 4 levels of menus, more than 3 to find one's way in",
    ),
    (
        _levels("kind", "kind", "kind", "kind"),
        "demo.level_1: begins 4 levels of menus, more than 3 to find one's way in",
    ),
    (_demo(replace(ASK, options=()), TELL, END), "demo.ask: has no options"),
    (
        _demo(_pressing(ASK, Option("1", "a", "demo.end"), Option("1", "b", "demo.end")), TELL, END),
        "demo.ask: key 1 is given twice",
    ),
    (
        _demo(replace(ASK, also=(Option("2", "c", "demo.end"),)), TELL, END),
        "demo.ask: key 2 is given twice",
    ),
    *(
        (
            _demo(_pressing(ASK, Option(key, "a", "demo.end")), TELL, END),
            f"demo.ask: key {key} means something else at every step",
        )
        for key in "09*"
    ),
    (
        _demo(_pressing(ASK, Option("12", "a", "demo.end")), TELL, END),
        "demo.ask: key 12 is not one key of a phone",
    ),
    (_demo(replace(ASK, ask=ASK.ask[:1]), TELL, END), "demo.ask: says to press 1, takes 1, 2"),
    (_demo(replace(ASK, ask_again=ASK.ask[::-1]), TELL, END), "demo.ask: says to press 2, 1, takes 1, 2"),
    (
        _demo(replace(ASK, also=(Option("5", "silent", "demo.end"),)), TELL, END),
        "demo.ask: takes 5 and never tells of it",
    ),
    (_demo(replace(TELL, ask=()), END), "demo.tell: says nothing"),
    (_demo(replace(CALL, say=()), END), "demo.call: says nothing"),
    (_demo(TELL, replace(END, say=())), "demo.end: says nothing"),
    (_demo(replace(TELL, tries=0), END), "demo.tell: gives no try"),
    (_demo(replace(TELL, silence_seconds=0), END), "demo.tell: does not wait for an answer"),
    (_demo(replace(CODE, silences=0), LOOK, CALL, END), "demo.code: does not wait for an answer"),
    (_demo(replace(TELL, max_seconds=0), END), "demo.tell: records nothing"),
    (_demo(replace(CODE, length=0), LOOK, CALL, END), "demo.code: takes no digits"),
    (_saying(Prompt("demo.tell", " ")), "demo.tell: has no words"),
    (_saying(Prompt("Tell us/now", "Tell us.")), "Tell us/now: cannot be the name of a recording"),
    (
        _saying(Prompt("demo.tell", "Tell us.", language="fr")),
        "demo.tell: is to be said in fr, which nobody can choose",
    ),
    (
        _saying(Prompt("demo.tell", "Code {reference}.")),
        "demo.tell: has a gap to fill in, which no recording can",
    ),
    *(
        (_saying(said), f"{said.name}: two prompts have this name but not the same words")
        for said in (
            Prompt("demo.end", "Tell us."),
            Prompt("goodbye", "So long."),
            Prompt("report_tip.what", "Tell us."),
        )
    ),
    (_demo(TELL, END, END), "demo.end: two steps have this name"),
    (
        Flow("demo", "report_tip.kind", (replace(END, name="report_tip.kind"),)),
        "report_tip.kind: two steps have this name",
    ),
    (_demo(replace(TELL, name="tell"), END), "tell: is not named demo. and one small word"),
    *(
        (
            _demo(replace(TEXT, to=other.name), other, *rest),
            "demo: asks for a text message and for keys or speech in one conversation",
        )
        for other, *rest in ((TELL, END), (CODE, LOOK, CALL, END), (CALL, END))
    ),
]


@pytest.mark.parametrize(
    ("flow", "fault"), BROKEN, ids=[f"{i} {fault}" for i, (_, fault) in enumerate(BROKEN)]
)
def test_a_broken_flow_is_told_what_is_wrong_with_it(flow: Flow, fault: str) -> None:
    assert fault in faults(flow)
