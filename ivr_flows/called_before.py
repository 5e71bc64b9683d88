"""Word of an earlier report: its code, how far it is in plain words, and a message to add."""

from ivr_flows.phrases import CONSENT, GOODBYE
from ivr_flows.steps import Consult, Digits, Flow, Menu, Option, Outcome, Prompt, Record, Say, Step
from ivr_flows.ways import PERSON

REFERENCE = "reference"
TRIES = 3

TYPE_IT = Prompt("called_before.code", "Please type the eight digits of your code.")
NOT_KNOWN = Prompt("called_before.not_known", "We do not know this code.")
LOST = "called_before.lost"


def _tries() -> tuple[Step, ...]:
    """Three times: type the code, look it up; a wrong one says so."""
    steps: list[Step] = []
    for turn in range(1, TRIES + 1):
        steps += [
            Digits(
                name=f"called_before.code_{turn}",
                ask=(TYPE_IT,) if turn == 1 else (NOT_KNOWN, TYPE_IT),
                fact=REFERENCE,
                to=f"called_before.look_up_{turn}",
                otherwise=LOST,
            ),
            Consult(
                name=f"called_before.look_up_{turn}",
                question=REFERENCE,
                outcomes=(
                    Outcome("received", "called_before.received"),
                    Outcome("passed_on", "called_before.passed_on"),
                    Outcome("accepted", "called_before.accepted"),
                    Outcome("closed", "called_before.closed"),
                    Outcome("too_many", "called_before.too_many"),
                ),
                otherwise=f"called_before.code_{turn + 1}" if turn < TRIES else "called_before.not_known",
            ),
        ]
    return tuple(steps)


CALLED_BEFORE = Flow(
    name="called_before",
    start="called_before.code_1",
    steps=(
        *_tries(),
        Say(
            "called_before.received",
            (Prompt("called_before.received", "We have your report. It is waiting to be passed on."),),
            "called_before.add",
        ),
        Say(
            "called_before.passed_on",
            (Prompt("called_before.passed_on", "Your report has been passed on to an officer."),),
            "called_before.add",
        ),
        Say(
            "called_before.accepted",
            (Prompt("called_before.accepted", "An officer has taken your report and is working on it."),),
            "called_before.add",
        ),
        Say(
            "called_before.closed",
            (Prompt("called_before.closed", "The work on your report is finished."),),
            "called_before.add",
        ),
        Record(
            name="called_before.add",
            ask=(
                Prompt(
                    "called_before.add", "To add something, speak after the beep. If not, you can hang up."
                ),
                CONSENT,
            ),
            fact="message",
            to="called_before.added",
            silent_to="called_before.goodbye",
            silences=1,
        ),
        Say(
            "called_before.added",
            (Prompt("called_before.added", "Thank you. Your message is with your report."), GOODBYE),
        ),
        Say("called_before.goodbye", (GOODBYE,)),
        Say("called_before.not_known", (NOT_KNOWN,), LOST),
        Say(
            "called_before.too_many",
            (Prompt("called_before.too_many", "Codes cannot be looked up at the moment."),),
            LOST,
        ),
        Menu(
            name=LOST,
            ask=(
                Prompt("called_before.person", "For a person, press 1."),
                Prompt("person.message", "To leave a message, press 2."),
            ),
            fact="instead",
            options=(
                Option("1", PERSON.value, PERSON.to, fact=PERSON.fact),
                Option("2", "message", "anyway.words"),
            ),
            otherwise="anyway.words",
            otherwise_value="message",
        ),
    ),
)
