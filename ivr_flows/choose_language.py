"""The first question of every call: in which language, or no speech at all."""

from ivr_flows.languages import MOST_SHARED, SPOKEN
from ivr_flows.steps import LANGUAGE, Flow, Menu, Option, Prompt
from ivr_flows.ways import CANNOT_SPEAK

CHOOSE_LANGUAGE = Flow(
    name="choose_language",
    start="choose_language.language",
    steps=(
        Menu(
            name="choose_language.language",
            ask=(
                *(spoken.choice for spoken in SPOKEN),
                Prompt("choose_language.silent", "If you cannot speak, press 5.", language=MOST_SHARED),
            ),
            fact=LANGUAGE,
            options=tuple(Option(spoken.key, spoken.code, "main.menu") for spoken in SPOKEN),
            also=(CANNOT_SPEAK,),
            otherwise="main.menu",
            otherwise_value=MOST_SHARED,
            silence_seconds=3,
            silences=1,
        ),
    ),
)
