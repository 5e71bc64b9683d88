"""An officer's telephone rings for an urgent tip: what it is about, and one key that takes it or says it is not theirs.

This is no call of a caller: no flow leads here, and the keys that hold everywhere for callers do not hold.
"""

from ivr_flows.phrases import GOODBYE, HEAR_AGAIN
from ivr_flows.steps import Consult, Flow, Menu, Option, Outcome, Prompt, Said, Say

KIND = "kind"
TAKE = "officer_takes"
DECLINE = "officer_declines"
DONE = "done"
"""What `TAKE` and `DECLINE` find when the answer counts: it is theirs now, or goes on to another office."""

PASSED_ON = "officer.passed_on"
TOO_LATE = "officer.too_late"

ABOUT = {
    "forced_labour": Prompt("officer.forced_labour", "It is about forced labour."),
    "bonded_labour": Prompt("officer.bonded_labour", "It is about people held for a debt."),
    "sexual_exploitation": Prompt("officer.sexual_exploitation", "It is about sexual exploitation."),
    "child_labour": Prompt("officer.child_labour", "It is about a child made to work."),
    "child_begging": Prompt("officer.child_begging", "It is about a child made to beg."),
    "forced_marriage": Prompt("officer.forced_marriage", "It is about a forced marriage."),
    "domestic_servitude": Prompt("officer.domestic_servitude", "It is about someone held in a house."),
    "organ_removal": Prompt("officer.organ_removal", "It is about an organ taken or sold."),
    "smuggling": Prompt("officer.smuggling", "It is about smuggling of people."),
}
_QUESTION = (
    Prompt("officer.take", "To take it, press 1."),
    Prompt("officer.not_yours", "If it is not yours, press 2."),
)
_TEXTED = Prompt("officer.texted", "It was texted to this phone.")


def _ask(name: str, about: Said = ()) -> Menu:
    """Whoever asks to hear it again hears what it is about again."""
    return Menu(
        name=name,
        ask=(*about, _TEXTED, *_QUESTION, HEAR_AGAIN),
        ask_again=_QUESTION,
        fact="officer",
        options=(Option("1", "mine", "officer.takes"), Option("2", "not_ours", "officer.declines")),
        otherwise="officer.unanswered",
        otherwise_value="unanswered",
        silence_seconds=6,
        for_callers=False,
    )


OFFICER = Flow(
    name="officer",
    start="officer.hello",
    steps=(
        Say(
            "officer.hello",
            (Prompt("officer.hello", "This is Raabta, with an urgent tip for your office."),),
            "officer.kind",
        ),
        Consult(
            name="officer.kind",
            question=KIND,
            outcomes=tuple(Outcome(kind, about.name) for kind, about in ABOUT.items()),
            otherwise="officer.urgent",
        ),
        *(_ask(about.name, (about,)) for about in ABOUT.values()),
        _ask("officer.urgent"),
        Consult(
            name="officer.takes",
            question=TAKE,
            outcomes=(Outcome(DONE, "officer.taken"),),
            otherwise=TOO_LATE,
        ),
        Consult(
            name="officer.declines",
            question=DECLINE,
            outcomes=(Outcome(DONE, PASSED_ON),),
            otherwise=TOO_LATE,
        ),
        Say(
            "officer.taken",
            (
                Prompt(
                    "officer.taken", "Thank you. It is yours now. When it is done, answer the text with 3."
                ),
                GOODBYE,
            ),
        ),
        Say(
            PASSED_ON,
            (Prompt("officer.passed_on", "Thank you. It goes on to another office."), GOODBYE),
        ),
        Say(
            TOO_LATE,
            (Prompt("officer.too_late", "This tip waits for your answer no longer."), GOODBYE),
        ),
        Say(
            "officer.unanswered",
            (Prompt("officer.unanswered", "It is still open. You can answer the text as well."), GOODBYE),
        ),
    ),
)
