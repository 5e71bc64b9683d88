"""For a caller who cannot speak: yes and no by key, and silence is an answer as well."""

from ivr_flows.report_tip import DANGER
from ivr_flows.steps import Flow, Menu, Option, Prompt
from ivr_flows.where import SILENT_PROVINCE
from ivr_flows.yes_or_no import yes_or_no

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
        yes_or_no(
            "silent.about_self",
            Prompt("silent.about_self", "If it is about yourself, press 1."),
            Prompt("silent.about_other", "If it is about someone else, press 2."),
            fact="about_self",
            to="silent.child",
        ),
        yes_or_no(
            "silent.child",
            Prompt("silent.child", "If it is about a child, press 1."),
            Prompt("silent.no_child", "If it is not, press 2."),
            fact="child",
            to="report_tip.thanks",
        ),
    ),
)
