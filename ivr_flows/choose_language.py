"""The first question of every call: Urdu or English."""

from ivr_flows.steps import LANGUAGE, Flow, Menu, Option, Prompt

CHOOSE_LANGUAGE = Flow(
    name="choose_language",
    start="choose_language.language",
    steps=(
        Menu(
            name="choose_language.language",
            ask=(
                Prompt("choose_language.urdu", "For Urdu, press 1.", language="ur"),
                Prompt("choose_language.english", "For English, press 2.", language="en"),
            ),
            fact=LANGUAGE,
            options=(
                Option("1", "ur", "report_tip.kind"),
                Option("2", "en", "report_tip.kind"),
            ),
            # Urdu is the language most callers share, whatever their mother tongue.
            otherwise="report_tip.kind",
            otherwise_value="ur",
        ),
    ),
)
