"""The languages spoken and written here: their words, their direction, and which one a text is in."""

import re
from enum import StrEnum
from functools import lru_cache
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from ivr_flows import catalogue
from ivr_flows.languages import ROMAN_URDU, SPOKEN, WRITTEN_ONLY
from ivr_flows.steps import Prompt

LOCALES = catalogue.LOCALES
PAGES = "messages"
TEXTS = "texts"

# Letters only: an Urdu comma or digit in an English text does not make it Urdu.
_ARABIC_LETTER = re.compile(
    "[\u0620-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdfb\ufe70-\ufefc]"
)


class Language(StrEnum):
    """What pages and referrals are written in. What callers hear is in any language of `ivr_flows.languages`."""

    URDU = "ur"
    ENGLISH = "en"


class SmsLanguage(StrEnum):
    """What an office's SMS are written in; a phone that cannot show Urdu letters can show Roman Urdu."""

    URDU = "ur"
    ENGLISH = "en"
    ROMAN_URDU = ROMAN_URDU


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Marks words for the catalogues where they are defined; they are translated where they are said."""
    return message


def direction(language: str) -> str:
    """ "rtl" or "ltr", as HTML's `dir` wants it."""
    if language in WRITTEN_ONLY:
        return "ltr"  # Urdu in Latin letters; Babel goes by the language alone
    try:
        return Locale.parse(language).text_direction
    except UnknownLocaleError:
        return "rtl"  # those of Pakistan that Babel does not know are written in the script of Urdu


def language_name(language: str, page: Language) -> str:
    """What a language of the phone is called on a page; its code where Babel has no name for it."""
    return str(Locale.parse(page.value).languages.get(language, language))


def translator(language: Language) -> Translations:
    """The words of a page."""
    return _catalogue(language.value, PAGES)


def sms_words(language: SmsLanguage) -> Translations:
    """The words of an SMS. Roman Urdu has those alone that are found by `locales/texts.cfg`."""
    return _catalogue(language.value, TEXTS if language.value in WRITTEN_ONLY else PAGES)


@lru_cache
def _catalogue(language: str, domain: str) -> Translations:
    """Read from its .po file: no compiled copy that could lag behind."""
    compiled = BytesIO()
    with (LOCALES / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as po:
        write_mo(compiled, read_po(po, locale=language))
    compiled.seek(0)
    return Translations(compiled, domain=domain)


def words(prompt: Prompt, language: str) -> str:
    """What is said, in the language asked for, or in the prompt's own when it has one."""
    return catalogue.said_in(prompt.words, prompt.language or language)


def voice(prompt: Prompt, language: str) -> str:
    """The name of the stand-in voice that says these words: that of the language they are found in."""
    tongue = catalogue.tongue_of(prompt.words, prompt.language or language)
    return next((spoken.voice for spoken in SPOKEN if spoken.code == tongue), "") or tongue


def language_of(text: str) -> Language:
    """Urdu as soon as one letter is written in its script; else English, for roman Urdu too."""
    return Language.URDU if _ARABIC_LETTER.search(text) else Language.ENGLISH
