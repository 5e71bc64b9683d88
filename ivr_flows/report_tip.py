"""Reporting a potential victim by phone: what kind, danger, where, what happens, a code to keep."""

from ivr_flows.kinds import kind_menus
from ivr_flows.phrases import GOODBYE
from ivr_flows.steps import Flow, Menu, Option, Prompt, Record, Reference, Say

DANGER = Menu(
    name="report_tip.danger",
    ask=(
        Prompt("danger.someone", "If someone is in danger right now, press 1."),
        Prompt("danger.no", "If not, press 2."),
    ),
    fact="danger",
    options=(
        Option(
            "1", "yes", "where.province", said=(Prompt("danger.also_15", "If you can, call 15 as well."),)
        ),
        Option("2", "no", "where.province"),
    ),
    otherwise="where.province",
    otherwise_value="unknown",
)

WHAT = Record(
    name="report_tip.what",
    ask=(Prompt("report_tip.what", "Now tell us what is happening. You need not give your name."),),
    ask_again=(
        Prompt("report_tip.what_again", "If you can, say after the beep what is happening. If not, wait."),
    ),
    fact="what",
    to="callback.wanted",
    silent_to="callback.wanted",
)

THANKS = Say(
    name="report_tip.thanks",
    say=(
        Prompt("report_tip.code", "Thank you. Your code is:"),
        Reference(),
        Prompt("report_tip.code_again", "Once more:"),
        Reference(),
        GOODBYE,
    ),
)

REPORT_TIP = Flow(
    name="report_tip",
    start="report_tip.kind",
    steps=(*kind_menus("report_tip", "report_tip.danger"), DANGER, WHAT, THANKS),
)
