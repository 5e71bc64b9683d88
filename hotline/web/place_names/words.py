"""What the page of place names calls things: when a spelling is a place, why one is not added, the units by name."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.models import District
from hotline.languages import N_, Language
from hotline.places import gazetteer
from hotline.places.added import LONGEST, Fault, NotAdded, PlaceWhen, units
from hotline.places.tables import key
from hotline.web.labels import province_word
from hotline.web.page_language import comma, page_language, say

WHENS = {
    PlaceWhen.FREE: N_("Wherever it stands"),
    PlaceWhen.FROM: N_("Only beside “from”, “se” and the like"),
    PlaceWhen.IN: N_("Only beside “in”, “near”, “mein” and the like"),
    PlaceWhen.NAMED: N_("Only beside “district”, “city”, “border” and the like"),
    PlaceWhen.ONLY: N_("Only alone, or beside its district or province"),
}
FAULTS = {
    Fault.EMPTY: N_("Write the name, in any of the three ways of writing."),
    Fault.LETTERS_ONLY: N_("A name has letters and spaces only, no figures and no commas."),
    Fault.TOO_LONG: N_("The name is too long: at most {longest} letters."),
    Fault.NO_SUCH_PLACE: N_("Choose the district from the list: there is none of that name."),
    Fault.IS_A_NAME: N_("It is a name already: of {of}."),
    Fault.IS_ABROAD: N_("It is the name of a place abroad."),
    Fault.IS_ADDED: N_("Somebody has added it already: as a name of {of}."),
    Fault.ORDINARY: N_(
        "It is an ordinary word, and would make a place of many a message. Choose what must stand beside it."
    ),
}


def unit_names(session: Session) -> dict[str, str]:
    """What each routing unit is called in the page's language, in the order of that name."""
    found = dict.fromkeys(units(), "")
    if page_language() is Language.URDU:
        found |= {row.unit: row.unit_ur for row in session.execute(select(District.unit, District.unit_ur))}
    named = {unit: name or unit for unit, name in found.items()}
    return dict(sorted(named.items(), key=lambda each: each[1]))


def unit_meant(text: str, names: Mapping[str, str]) -> str:
    """The unit that somebody means by `text`, in any spelling; what they wrote where it is none."""
    written = " ".join(text.split())
    for unit, name in names.items():
        if written.casefold() in {unit.casefold(), name.casefold()}:
            return unit
    known = gazetteer.load().names.get(key(written))
    return known.places[0].unit if known is not None and known.places else written


def fault_words(refused: NotAdded, names: Mapping[str, str]) -> str:
    of = comma().join(names.get(each) or province_word(each) for each in refused.of)
    return say(FAULTS[refused.fault]).format(longest=LONGEST, of=of)
