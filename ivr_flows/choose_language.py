"""The first question of every call: Urdu or English, or no speech at all."""

from ivr_flows.steps import LANGUAGE, Flow, Menu, Option, Prompt
from ivr_flows.ways import CANNOT_SPEAK

# Urdu is the language most callers share, whatever their mother tongue.
MOST_SHARED = "ur"

CHOOSE_LANGUAGE = Flow(
    name="choose_language",
    start="choose_language.language",
    steps=(
        Menu(
            name="choose_language.language",
            ask=(
                Prompt("choose_language.urdu", "Raabta. For Urdu, press 1.", language="ur"),
                Prompt("choose_language.english", "For English, press 2.", language="en"),
                Prompt("choose_language.silent", "If you cannot speak, press 5.", language=MOST_SHARED),
            ),
            fact=LANGUAGE,
            options=(
                Option("1", "ur", "main.menu"),
                Option("2", "en", "main.menu"),
            ),
            also=(Option(CANNOT_SPEAK.key, MOST_SHARED, CANNOT_SPEAK.to),),
            otherwise="main.menu",
            otherwise_value=MOST_SHARED,
            silence_seconds=3,
            silences=1,
        ),
    ),
)
