"""Danger now: the emergency desk is called at once, the police's number is said, and a message may be left."""

from ivr_flows.phrases import CONSENT, DIAL_15, GOODBYE
from ivr_flows.steps import Consult, Dial, Flow, Outcome, Prompt, Record, Say

EMERGENCY_DESK = "emergency_desk"

DANGER = Flow(
    name="danger",
    start="danger.desk",
    steps=(
        Consult(
            name="danger.desk",
            question=EMERGENCY_DESK,
            outcomes=(Outcome("open", "danger.call"),),
            otherwise="danger.message",
        ),
        Dial(
            name="danger.call",
            say=(Prompt("danger.call", "Please stay on the line. We are calling the emergency desk."),),
            desk=EMERGENCY_DESK,
            fact=EMERGENCY_DESK,
            answered="danger.after",
            unanswered="danger.message",
        ),
        Record(
            name="danger.message",
            ask=(
                DIAL_15,
                CONSENT,
                Prompt(
                    "danger.message", "You can also say after the beep where you are and what is happening."
                ),
            ),
            ask_again=(DIAL_15,),
            fact="message",
            to="report_tip.thanks",
            # Who cannot speak can still say where, with keys.
            silent_to="silent.province",
            silences=1,
        ),
        Say(name="danger.after", say=(GOODBYE,)),
    ),
)
