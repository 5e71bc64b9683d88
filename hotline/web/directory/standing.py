"""How the directory stands: what is published, what the draft would make of it, and the names that pages need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.changes import Change, Difference, Written, changes_since, differences
from hotline.circles.draft import Prepared, prepared, present
from hotline.circles.models import CircleType, District
from hotline.database import today
from hotline.languages import Language
from hotline.supervisors.models import Supervisor
from hotline.web.call_log import names_in_urdu
from hotline.web.page_language import page_language
from hotline.web.referral_words import circle_name

# Once verified, an office is taken to be as it was for so long.
FRESH_DAYS = 180


@dataclass(frozen=True, slots=True)
class Standing:
    """`people` are supervisors' names by number, `places` the districts' names in the page's language."""

    now: Written
    mine: Prepared
    found: tuple[Difference, ...]
    since: tuple[Change, ...]
    people: Mapping[int, str]
    places: Mapping[str, str]
    today: date

    @property
    def of_whom(self) -> int:
        """How many circles and districts differ."""
        return len({one.of for one in self.found})

    def differs(self, of: str) -> list[Difference]:
        return [one for one in self.found if one.of == of]

    def name(self, of: str) -> str:
        """A circle or a district by name, in the page's language."""
        cells = self.mine.written.circles.get(of) or self.now.circles.get(of)
        if cells is None:
            return self.places.get(of, of)
        return circle_name(cells["name"], CircleType(cells["type"]), cells["city"], cells["city_ur"])

    def is_circle(self, of: str) -> bool:
        return of in self.mine.written.circles or of in self.now.circles

    def who(self, by: int | None) -> str | None:
        return self.people.get(by) if by is not None else None


def standing(session: Session) -> Standing:
    now, mine = present(session), prepared(session)
    people = session.execute(select(Supervisor.id, Supervisor.name))
    return Standing(
        now,
        mine,
        tuple(differences(now, mine.written)) if mine.is_draft else (),
        tuple(changes_since(session, mine.began_from)),
        {row.id: row.name for row in people},
        names_in_urdu(session) if page_language() is Language.URDU else {},
        today(),
    )


def codes_of_districts(session: Session) -> dict[str, str]:
    """The districts' codes by their names."""
    rows = session.execute(select(District.name, District.code).order_by(District.name))
    return {row.name: row.code for row in rows}
