"""What a texter reads: the prompts of a turn, in one language, with the reference code in its place."""

from hotline.languages import words
from hotline.tips.reference import spaced
from ivr_flows.engine import Turn
from ivr_flows.steps import Prompt


def reply_words(turn: Turn, reference: str) -> str:
    said = (words(prompt, turn.position.language) for prompt in turn.prompts if isinstance(prompt, Prompt))
    return " ".join(said).replace("{reference}", spaced(reference))
