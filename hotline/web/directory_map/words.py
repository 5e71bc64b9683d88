"""What the map and its question call things: places and circles, rungs of the ladder, ways of writing."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from hotline.circles.models import Rung
from hotline.circles.routing import Beside
from hotline.languages import N_, Language
from hotline.web.call_log import names_in_urdu
from hotline.web.directory_map.grounds import Office
from hotline.web.page_language import page_language
from hotline.writing.recognising import Writing

RUNGS = {
    Rung.CIRCLE: N_("To its own phone"),
    Rung.HEAD: N_("To the phone of its head: no other of its phones is answered then"),
    Rung.ZONE: N_("To the phone of its zone: it has none itself that somebody answers then"),
    Rung.HEADQUARTERS: N_(
        "To the phone of the headquarters desk: neither circle nor zone has one that somebody answers then"
    ),
}
ROLES = {
    Beside.LABOUR: N_("The labour department"),
    Beside.CHILD_PROTECTION: N_("Child protection"),
}
WRITINGS = {
    Writing.URDU: N_("Urdu letters"),
    Writing.ROMAN: N_("Urdu in Latin letters"),
    Writing.ENGLISH: N_("English"),
}


def names_in(session: Session, offices: Mapping[str, Office]) -> dict[str, str]:
    """What reasons name, as the page calls it: circles by code, and where that differs districts and units."""
    names = {office.code: office.name for office in offices.values()}
    return names | names_in_urdu(session) if page_language() is Language.URDU else names
