"""The districts by name, as a supervisor chooses one where a declined tip belongs."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.models import District
from hotline.languages import Language
from hotline.web.page_language import page_language


def district_choices(session: Session) -> list[tuple[str, str]]:
    """Every district's own name, and that of the page's language."""
    rows = session.execute(select(District.name, District.name_ur).order_by(District.name))
    in_urdu = page_language() is Language.URDU
    return [(row.name, row.name_ur if in_urdu else row.name) for row in rows]


def district_meant(session: Session, typed: str) -> str | None:
    """The district that was chosen or typed, in either language; None where there is none of that name."""
    wanted = " ".join(typed.split()).casefold()
    rows = session.execute(select(District.name, District.name_ur))
    return next((row.name for row in rows if wanted in {row.name.casefold(), row.name_ur}), None)
