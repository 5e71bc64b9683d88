"""What a texter reads: the prompts of a turn, in the texter's own way of writing, with the gaps filled in."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from hotline.circles.directory import district_name
from hotline.languages import Language, words
from hotline.tips.reference import spaced
from hotline.writing.recognising import Writing
from ivr_flows.engine import Turn
from ivr_flows.languages import ROMAN_URDU
from ivr_flows.steps import Prompt

LANGUAGES = {Writing.URDU: "ur", Writing.ROMAN: ROMAN_URDU, Writing.ENGLISH: "en"}
"""The catalogue that a text is answered from."""


def reply_words(turn: Turn, reference: str, places: Iterable[str] = ()) -> str:
    prompts = (prompt for prompt in turn.prompts if isinstance(prompt, Prompt))
    said = " ".join(words(prompt, turn.position.language) for prompt in prompts)
    return said.replace("{reference}", spaced(reference)).replace("{places}", " / ".join(places))


def place_names(session: Session, places: Iterable[str], language: str) -> tuple[str, ...]:
    """The places as they are called in that catalogue's way of writing."""
    page = Language.URDU if language == Language.URDU else Language.ENGLISH
    return tuple(district_name(session, place, page) or place for place in places)
