"""A person to speak with, while the desk is open; at other times a call back or a message."""

from ivr_flows.phrases import CONSENT, GOODBYE
from ivr_flows.steps import Consult, Dial, Flow, Menu, Option, Outcome, Prompt, Say

DESK = "desk"

PERSON = Flow(
    name="person",
    start="person.desk",
    steps=(
        Consult(
            name="person.desk",
            question=DESK,
            outcomes=(Outcome("open", "person.call"),),
            otherwise="person.away",
        ),
        Dial(
            name="person.call",
            say=(Prompt("person.call", "Please stay on the line. We are calling a person."),),
            desk=DESK,
            fact=DESK,
            answered="person.after",
            unanswered="person.away",
        ),
        Menu(
            name="person.away",
            ask=(
                Prompt("person.away", "Nobody can come to the phone at the moment."),
                Prompt("person.call_back", "To be called back, press 1."),
                Prompt("person.message", "To leave a message, press 2."),
            ),
            fact="instead",
            options=(
                # The first thing recorded on this way is the safe word.
                Option("1", "call_back", "callback.wanted", said=(CONSENT,)),
                Option("2", "message", "anyway.words"),
            ),
            otherwise="anyway.words",
            otherwise_value="message",
        ),
        Say(name="person.after", say=(GOODBYE,)),
    ),
)
