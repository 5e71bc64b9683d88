"""What a texter reads: the prompts of a turn, in the texter's own way of writing, with the gaps filled in."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from hotline.circles.directory import district_name
from hotline.languages import Language, words
from hotline.sms.segments import Encoding, count
from hotline.tips.reference import spaced
from hotline.writing.recognising import Writing
from ivr_flows.engine import Turn
from ivr_flows.languages import ROMAN_URDU
from ivr_flows.steps import Prompt

LANGUAGES = {Writing.URDU: "ur", Writing.ROMAN: ROMAN_URDU, Writing.ENGLISH: "en"}
"""The catalogue that a text is answered from."""
MOST_PARTS = {Encoding.GSM_7: 1, Encoding.UCS_2: 2}


def reply_words(turn: Turn, reference: str, places: Sequence[str] = ()) -> str:
    """One reply, of as few parts as a phone shows at once: of the places to choose from, those at the end may be left
    out, since whoever answers writes the name."""
    prompts = (prompt for prompt in turn.prompts if isinstance(prompt, Prompt))
    said = " ".join(words(prompt, turn.position.language) for prompt in prompts)
    said = said.replace("{reference}", spaced(reference))
    for most in range(len(places), 1, -1):
        reply = said.replace("{places}", " / ".join(places[:most]))
        counted = count(reply)
        if counted.segments <= MOST_PARTS[counted.encoding]:
            return reply
    return said.replace("{places}", " / ".join(places[:1]))


def place_names(session: Session, places: Iterable[str], language: str) -> tuple[str, ...]:
    """The places as they are called in that catalogue's way of writing."""
    page = Language.URDU if language == Language.URDU else Language.ENGLISH
    return tuple(district_name(session, place, page) or place for place in places)
