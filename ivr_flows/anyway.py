"""Speak anyway: whoever presses nothing is never hung up on, and tells it in their own words."""

from ivr_flows.phrases import CONSENT
from ivr_flows.steps import Flow, Prompt, Record
from ivr_flows.ways import CANNOT_SPEAK

ANYWAY = Flow(
    name="anyway",
    start="anyway.words",
    steps=(
        Record(
            name="anyway.words",
            ask=(
                CONSENT,
                Prompt(
                    "anyway.words",
                    "Tell us in your own words after the beep: what is happening, and where?",
                ),
            ),
            fact="what",
            to="report_tip.thanks",
            silent_to=CANNOT_SPEAK.to,
            silences=1,
            options=(CANNOT_SPEAK,),
        ),
    ),
)
