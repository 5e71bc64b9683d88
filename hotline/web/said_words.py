"""What the words of a tip were taken to say, with the phrases that say so, for the supervisors' eyes."""

from collections.abc import Mapping

from flask import Flask

from hotline.errors import SealBroken
from hotline.languages import N_
from hotline.sealing import Sealer
from hotline.tips.models import Kind, Tip
from hotline.web.labels import kind_word
from hotline.web.page_language import say

# In the order in which they are shown; kinds come first.
SAID = {
    "danger_now": N_("Someone is in danger now"),
    "child": N_("A child is concerned"),
    "moving": N_("They are under way"),
    "official_involved": N_("An official is involved"),
}
TONGUES = {
    "pashto": N_("These letters are Pashto: a person must read it."),
    "sindhi": N_("These letters are Sindhi: a person must read it."),
}


def put_up(app: Flask) -> None:
    app.jinja_env.globals.update(said_word=said_word, TONGUES=TONGUES)


def said_word(what: str) -> str:
    """What was concluded, in the page's language."""
    if what in SAID:
        return say(SAID[what])
    return kind_word(Kind(what)) if what in set(Kind) else what


def reasons_of(sealer: Sealer, tip: Tip) -> Mapping[str, tuple[str, ...]]:
    """The phrases found, by what they say; nothing where no key opens them."""
    if tip.reasons_sealed is None:
        return {}
    try:
        lines = sealer.open_text(tip.reasons_sealed).splitlines()
    except SealBroken:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        what, _, words = line.partition(": ")
        found[what] = (*found.get(what, ()), words)
    order = [*(what for what in found if what in set(Kind)), *SAID, *found]
    return {what: found[what] for what in dict.fromkeys(order) if what in found}
