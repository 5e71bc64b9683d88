"""What the caller wants: to report, help, word of an earlier report, or information."""

from ivr_flows.phrases import A_PERSON
from ivr_flows.steps import Flow, Menu, Option, Prompt, Said
from ivr_flows.ways import CANNOT_SPEAK

CHOICES: Said = (
    Prompt("main.report", "To report something, press 1."),
    Prompt("main.help", "If you need help, press 2."),
    Prompt("main.before", "If you called before, press 3."),
    Prompt("main.information", "For information, press 4."),
)

MAIN = Flow(
    name="main",
    start="main.menu",
    steps=(
        Menu(
            name="main.menu",
            ask=(
                *CHOICES,
                # No more than this: whoever presses nothing waits through all of it to tell what is happening.
                Prompt("main.danger", "In danger, press 9."),
            ),
            ask_again=(*CHOICES, A_PERSON),
            fact="wish",
            options=(
                Option("1", "report", "report_tip.kind"),
                Option("2", "help", "help.danger"),
                Option("3", "before", "called_before.code_1"),
                Option("4", "information", "information.topic"),
            ),
            also=(CANNOT_SPEAK,),
            # Who presses nothing here may never have used a menu, but may well speak.
            otherwise="anyway.words",
            otherwise_value="unknown",
            silence_seconds=3,
            silences=1,
        ),
    ),
)
