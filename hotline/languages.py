"""The languages spoken here: their catalogues, their direction, and which one a text is written in."""

import re
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from ivr_flows.steps import Prompt

LOCALES = Path(__file__).resolve().parent.parent / "locales"
DOMAIN = "messages"

# Letters only: an Urdu comma or digit in an English text does not make it Urdu.
_ARABIC_LETTER = re.compile(
    "[\u0620-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdfb\ufe70-\ufefc]"
)


class Language(StrEnum):
    URDU = "ur"
    ENGLISH = "en"


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Marks words for the catalogues where they are defined; they are translated where they are said."""
    return message


def direction(language: Language) -> str:
    """ "rtl" or "ltr", as HTML's `dir` wants it."""
    return Locale.parse(language.value).text_direction


@lru_cache
def translator(language: Language) -> Translations:
    """The words of a language, read from its .po file: no compiled copy that could lag behind."""
    catalogue = LOCALES / language.value / "LC_MESSAGES" / f"{DOMAIN}.po"
    compiled = BytesIO()
    with catalogue.open("rb") as po:
        write_mo(compiled, read_po(po, locale=language.value))
    compiled.seek(0)
    return Translations(compiled, domain=DOMAIN)


def words(prompt: Prompt, language: Language) -> str:
    """What is said, in the language asked for, or in the prompt's own when it has one."""
    return translator(Language(prompt.language or language)).gettext(prompt.words)


def language_of(text: str) -> Language:
    """Urdu as soon as one letter is written in its script; else English, for roman Urdu too."""
    return Language.URDU if _ARABIC_LETTER.search(text) else Language.ENGLISH
