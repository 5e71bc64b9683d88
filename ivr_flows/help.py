"""Help for the caller: danger first, then what it is about and where, as in a report."""

from ivr_flows.kinds import kind_menus
from ivr_flows.report_tip import DANGER as SOMEONE_IN_DANGER
from ivr_flows.steps import Flow, Menu, Option, Prompt

HELP = Flow(
    name="help",
    start="help.danger",
    steps=(
        Menu(
            name="help.danger",
            ask=(
                Prompt("danger.you", "If you are in danger right now, press 1."),
                SOMEONE_IN_DANGER.ask[1],
            ),
            fact="danger",
            options=(Option("1", "yes", "danger.desk"), Option("2", "no", "help.kind")),
            otherwise="help.kind",
            otherwise_value="unknown",
        ),
        *kind_menus("help", "where.province"),
    ),
)
