"""The languages a caller can choose, and the ways of writing in texts: a new one is a folder under `locales/` and
a row here."""

from dataclasses import dataclass

from ivr_flows.steps import Prompt


@dataclass(frozen=True, slots=True)
class Spoken:
    """`choice` is said in the language itself. `voice` is that of the stand-ins, where it has another name."""

    code: str
    key: str
    choice: Prompt
    voice: str = ""


SPOKEN = (
    # First the language most callers share, whatever their mother tongue.
    Spoken("ur", "1", Prompt("choose_language.urdu", "Raabta. For Urdu, press 1.", language="ur")),
    Spoken("en", "2", Prompt("choose_language.english", "For English, press 2.", language="en")),
)

LANGUAGES = tuple(spoken.code for spoken in SPOKEN)
MOST_SHARED = LANGUAGES[0]
"""Spoken before anything is chosen, and wherever another language has no words yet."""
WORDS_OF_THE_CODE = "en"
"""The language that prompts are written in here; every other one needs a catalogue."""

ROMAN_URDU = "ur_Latn"
WRITTEN_ONLY = (ROMAN_URDU,)
"""What texts are written and answered in beside the spoken languages; a catalogue of theirs holds texts only."""
