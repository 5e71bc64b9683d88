"""The directory as routing reads it: kept while nothing changes, and read anew once anything does."""

from datetime import date

import pytest
from sqlalchemy import delete, update

from hotline.circles.models import Circle, DirectoryChange, Jurisdiction, PassedOver
from hotline.circles.routing import Asked, route
from hotline.circles.snapshot import directory_now, read_directory
from tests.circles.rows import directory

TODAY = date(2026, 3, 1)


def test_it_is_kept_while_nothing_changes(session):
    assert directory_now(session) is directory_now(session)


@pytest.mark.parametrize(
    "change",
    [
        update(Circle).where(Circle.code == "C-GRT").values(valid_until=date(2020, 1, 1)),
        delete(Jurisdiction).where(Jurisdiction.zone == "Gujranwala"),
    ],
    ids=["a circle changes", "a jurisdiction goes"],
)
def test_it_is_read_anew_once_a_row_changes(session, change):
    before = directory_now(session)
    session.execute(change)
    after = directory_now(session)
    assert after is not before
    session.execute(update(Circle).where(Circle.code == "C-GRT").values(valid_until=None))
    assert directory_now(session) is not after


def test_who_is_passed_over_counts_at_once(session):
    asked = Asked(districts=("Gujrat",))
    assert route(directory_now(session), asked, TODAY).circle == "C-GRT"
    session.add(PassedOver(circle_code="C-GRT", valid_from=TODAY, valid_until=None, reason="it is they"))
    session.flush()
    assert route(directory_now(session), asked, TODAY).circle == "C-GRW"


def test_its_version_is_that_of_the_last_published_change(session):
    assert directory_now(session).version == 0
    session.add(DirectoryChange(why="a new circle", changes=[]))
    session.flush()
    assert directory_now(session).version == read_directory(session).version > 0


def test_what_is_built_from_rows_routes_as_what_is_read_from_the_tables(session):
    built, kept = directory(), read_directory(session)
    for spot in kept.spots:
        asked = Asked(districts=(spot.name,))
        assert route(built, asked, TODAY) == route(kept, asked, TODAY)
