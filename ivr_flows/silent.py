"""For a caller who cannot speak: yes and no by key, and silence is an answer as well."""

from ivr_flows.report_tip import DANGER
from ivr_flows.steps import Flow, Menu, Option, Prompt
from ivr_flows.where import SILENT_PROVINCE

SILENT = Flow(
    name="silent",
    start="silent.danger",
    steps=(
        Menu(
            name="silent.danger",
            ask=(Prompt("silent.hello", "You need not speak."), *DANGER.ask),
            ask_again=DANGER.ask,
            fact="danger",
            options=(Option("1", "yes", "silent.province"), Option("2", "no", "silent.province")),
            otherwise="silent.province",
            otherwise_value="unknown",
            silences=1,
        ),
        SILENT_PROVINCE,
        Menu(
            name="silent.about_self",
            ask=(
                Prompt("silent.about_self", "If it is about yourself, press 1."),
                Prompt("silent.about_other", "If it is about someone else, press 2."),
            ),
            fact="about_self",
            options=(Option("1", "yes", "silent.child"), Option("2", "no", "silent.child")),
            otherwise="silent.child",
            otherwise_value="unknown",
            silences=1,
        ),
        Menu(
            name="silent.child",
            ask=(
                Prompt("silent.child", "If it is about a child, press 1."),
                Prompt("silent.no_child", "If it is not, press 2."),
            ),
            fact="child",
            options=(Option("1", "yes", "report_tip.thanks"), Option("2", "no", "report_tip.thanks")),
            otherwise="report_tip.thanks",
            otherwise_value="unknown",
            silences=1,
        ),
    ),
)
