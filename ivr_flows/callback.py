"""May we call back: whether, when, what may be said, and a safe word; without a yes nothing is ever sent."""

from ivr_flows.steps import Flow, Menu, Option, Prompt, Record
from ivr_flows.yes_or_no import yes_or_no

CALLBACK = Flow(
    name="callback",
    start="callback.wanted",
    steps=(
        Menu(
            name="callback.wanted",
            ask=(
                # In one breath: said one by one, they take twice as long.
                Prompt("callback.when", "If we may call in the morning press 1, afternoon 2, evening 3."),
                Prompt("callback.no", "If we should not call, press 4."),
            ),
            fact="callback",
            options=(
                Option("1", "morning", "callback.who"),
                Option("2", "afternoon", "callback.who"),
                Option("3", "evening", "callback.who"),
                Option("4", "no", "report_tip.thanks"),
            ),
            otherwise="report_tip.thanks",
            otherwise_value="no",
            silences=1,
        ),
        yes_or_no(
            "callback.who",
            Prompt("callback.who", "If we may say who we are, press 1."),
            Prompt("callback.not_who", "If not, press 2."),
            fact="callback_who",
            to="callback.safe_word",
            silence="no",
        ),
        Record(
            name="callback.safe_word",
            ask=(
                Prompt(
                    "callback.safe_word",
                    "If you like, record a safe word after the beep. We will say it first.",
                ),
            ),
            fact="safe_word",
            to="report_tip.thanks",
            silent_to="report_tip.thanks",
            max_seconds=10,
            silence_seconds=3,
            silences=1,
        ),
    ),
)
