"""Reads the words of a language from its gettext .po file with nothing but the standard library."""

import ast
import re
from functools import lru_cache
from pathlib import Path

from ivr_flows.languages import MOST_SHARED, WORDS_OF_THE_CODE, WRITTEN_ONLY

LOCALES = Path(__file__).resolve().parent.parent / "locales"
_FIELDS = ("msgid", "msgstr")


@lru_cache
def words_of(language: str, locales: Path = LOCALES) -> dict[str, str]:
    """English words to that language's. What is untranslated or marked fuzzy is left out."""
    name = "texts.po" if language in WRITTEN_ONLY else "messages.po"
    text = (locales / language / "LC_MESSAGES" / name).read_text(encoding="utf-8")
    entries = (_entry(block) for block in re.split(r"\n\s*\n", text))
    return {english: said for english, said in entries if english and said}


def said_in(english: str, language: str) -> str:
    """These words in a language; where it has none for them yet, in the one most callers share."""
    return words_of(tongue_of(english, language)).get(english, english)


def tongue_of(english: str, language: str) -> str:
    """The language in which `said_in` has these words, and whose voice is to say them."""
    known = language == WORDS_OF_THE_CODE or english in words_of(language)
    return language if known else MOST_SHARED


def _entry(block: str) -> tuple[str, str]:
    """One msgid and its msgstr. Plurals and contexts, which no prompt has, come back as nothing."""
    fields = dict.fromkeys(_FIELDS, "")
    into: str | None = None
    for line in block.splitlines():
        if line.startswith("#,") and "fuzzy" in line:
            return "", ""
        if line.startswith("#"):
            continue
        keyword, _, quoted = line.partition(" ")
        if line.startswith('"'):
            quoted = line
        elif keyword in _FIELDS:
            into = keyword
        else:
            return "", ""
        if into is not None:
            fields[into] += str(ast.literal_eval(quoted))
    return fields["msgid"], fields["msgstr"]
