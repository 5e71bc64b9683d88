"""The draft: shared by several people, brought up to date, published once, and then the same as loading its sheets."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from hotline.circles.changes import BY_COMMAND, changes_since, differences, history, taken_over, version
from hotline.circles.directory import load, load_jurisdictions, show, show_jurisdictions
from hotline.circles.draft import (
    BehindThePresent,
    Overtaken,
    bring_up_to_date,
    change_draft,
    circles_text,
    jurisdictions_text,
    meanwhile,
    prepared,
    present,
    publish,
    take_back,
    throw_away,
)
from hotline.circles.jurisdiction_sheet import read_periods
from hotline.circles.sheet import read_sheet
from hotline.circles.table import DirectoryRefused
from tests.directory.sheets import GUJRAT, SAHIWAL, both, of_circles, of_jurisdictions, row_of


def entries(*rows, without=()):
    found, faults = read_sheet(of_circles(*rows, without=without))
    assert faults == []
    return found


def periods(*rows):
    return read_periods(of_jurisdictions(*rows), {"PK610": "Gujrat"})[0]


@pytest.fixture
def draft(database, people):
    """Change the draft as it stands, by one supervisor or another; says what it is then."""

    def change(*rows, grounds=(), by=people[0]):
        with database.transaction() as session:
            change_draft(session, prepared(session).stamp, by, entries(*rows), periods(*grounds))
        with database.transaction() as session:
            return prepared(session)

    return change


def published(database, by=1, why="new phones"):
    with database.transaction() as session:
        return publish(session, prepared(session).stamp, by, why)


def test_a_draft_begins_with_its_first_change_and_changes_nothing_before_it_is_published(database, draft):
    with database.transaction() as session:
        before = both(session)
        assert not prepared(session).is_draft
    now = draft(SAHIWAL, grounds=[{**GUJRAT, "zone": "Lahore"}])
    assert (now.is_draft, now.changed_by, now.began_from) == (True, 1, 0)
    with database.transaction() as session:
        assert both(session) == before
        assert version(session) == 0
    assert published(database) == 1
    with database.transaction() as session:
        assert not prepared(session).is_draft
        assert row_of(session, "C-SWL")["duty_phones"] == "+923640000007"
        assert "Gujrat,Lahore,,,inferred,made up" in show_jurisdictions(session)
        (change,) = history(session, None, 10)
    assert (change.by, change.why) == (1, "new phones")
    fields = {one.field: (one.before, one.after) for one in change.differences if one.of == "C-SWL"}
    assert fields["duty_phones"] == ("", "+923640000007")
    assert fields["id"] == ("", "C-SWL")
    assert [one.of for one in change.differences if one.field == "jurisdiction"] == ["Gujrat"]


def test_a_change_that_is_undone_leaves_no_draft(database, draft):
    draft(SAHIWAL)
    with database.transaction() as session:
        take_back(session, prepared(session).stamp, 1, "C-SWL")
        assert not prepared(session).is_draft
    draft(grounds=[{**GUJRAT, "zone": "Lahore"}])
    with database.transaction() as session:
        take_back(session, prepared(session).stamp, 1, "Gujrat")
        assert not prepared(session).is_draft


def test_of_two_who_change_it_at_once_the_second_is_told(database, draft, people):
    with database.transaction() as session:
        seen = prepared(session).stamp
    draft(SAHIWAL, by=people[0])
    with database.transaction() as session, pytest.raises(Overtaken):
        change_draft(session, seen, people[1], entries({**SAHIWAL, "city": "Okara"}))
    with database.transaction() as session:
        assert prepared(session).written.circles["C-SWL"]["city"] == "Sahiwal"


def test_a_stamp_of_a_draft_that_was_thrown_away_fits_no_later_one(database, draft):
    seen = draft(SAHIWAL).stamp
    with database.transaction() as session:
        throw_away(session, seen)
    assert draft({**SAHIWAL, "city": "Okara"}).stamp != seen
    with database.transaction() as session, pytest.raises(Overtaken):
        throw_away(session, seen)


def test_publishing_by_two_at_once_changes_once(database, draft):
    seen = draft(SAHIWAL).stamp
    outcomes = []
    together = threading.Barrier(2)

    def one(by):
        together.wait()
        try:
            with database.transaction() as session:
                outcomes.append(publish(session, seen, by, "at once"))
        except Overtaken:
            outcomes.append("overtaken")

    threads = [threading.Thread(target=one, args=(by,)) for by in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["1", "overtaken"]
    with database.transaction() as session:
        assert len(history(session, None, 10)) == 1


def test_a_draft_behind_the_present_is_not_published_and_not_lost(database, draft):
    draft({**SAHIWAL, "notes": "from the draft"})
    loaded = {**SAHIWAL, "city": "Okara", "notes": "loaded"}
    with database.transaction() as session:
        load(session, of_circles(loaded, {**SAHIWAL, "id": "C-OKA"}))
    with pytest.raises(BehindThePresent) as behind:
        published(database)
    assert [change.why for change in behind.value.since] == [BY_COMMAND]
    with database.transaction() as session:
        mine = prepared(session)
        assert mine.is_draft
        _, overruled = taken_over(meanwhile(session, mine), mine.written)
        assert {(one.of, one.field) for one in overruled} == {("C-SWL", "city"), ("C-SWL", "notes")}
        bring_up_to_date(session, mine.stamp, 2)
        assert set(prepared(session).written.circles) >= {"C-SWL", "C-OKA"}
    assert published(database) == 2
    with database.transaction() as session:
        row = row_of(session, "C-SWL")
        assert (row["city"], row["notes"]) == ("Sahiwal", "from the draft")
        assert row_of(session, "C-OKA")["city"] == "Sahiwal"


def test_what_the_draft_leaves_alone_is_taken_over_when_it_is_brought_up_to_date(database, people):
    with database.transaction() as session:
        load(session, of_circles(SAHIWAL))
        change_draft(session, prepared(session).stamp, 1, entries({**SAHIWAL, "notes": "mine"}))
        load(session, of_circles({**SAHIWAL, "city": "Okara"}))
        bring_up_to_date(session, prepared(session).stamp, 1)
        publish(session, prepared(session).stamp, 1, "both")
        row = row_of(session, "C-SWL")
    assert (row["city"], row["notes"]) == ("Okara", "mine")


def test_a_sheet_without_last_verified_leaves_it_as_it_was(database, people):
    verified = {**SAHIWAL, "last_verified": "2026-02-28"}
    old = ["last_verified"]
    with database.transaction() as session:
        load(session, of_circles(verified))
        load(session, of_circles({**SAHIWAL, "city": "Okara"}, without=old))
        assert row_of(session, "C-SWL")["last_verified"] == "2026-02-28"
        change_draft(session, prepared(session).stamp, 1, entries({**SAHIWAL, "city": "Jhang"}, without=old))
        publish(session, prepared(session).stamp, 1, "moved")
        assert row_of(session, "C-SWL")["last_verified"] == "2026-02-28"
        assert [one.field for one in history(session, None, 1)[0].differences] == ["city"]
        load(session, of_circles(SAHIWAL))
        assert row_of(session, "C-SWL")["last_verified"] == ""


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({**SAHIWAL, "fia_zone": "Sahiwal"}, "there is no zone 'Sahiwal'"),
        ({**SAHIWAL, "id": "HQ-TIP"}, "no headquarters desk would be left"),
        ({**SAHIWAL, "id": "Z-MUL"}, "there is no zone 'Multan'"),
    ],
)
def test_a_draft_that_would_not_hold_together_is_refused(database, people, row, fault):
    with database.transaction() as session, pytest.raises(DirectoryRefused) as refusal:
        change_draft(session, prepared(session).stamp, 1, entries(row))
    assert fault in str(refusal.value)


def test_a_zone_that_is_new_in_the_draft_can_have_districts_there(database, draft):
    zone = {**SAHIWAL, "id": "Z-SWL", "type": "zone", "fia_zone": "Sahiwal", "duty_phones": ""}
    draft(zone, grounds=[{**GUJRAT, "zone": "Sahiwal"}])
    with database.transaction() as session, pytest.raises(DirectoryRefused):
        take_back(session, prepared(session).stamp, 1, "Z-SWL")
    assert published(database) == 1


def test_loading_by_command_is_signed_with_what_it_changed(database, people):
    with database.transaction() as session:
        load(session, of_circles(SAHIWAL))
        load(session, of_circles({**SAHIWAL, "duty_phones": "+923640000008 mon-fri 09:00-17:00"}))
        load(session, show(session))
        load_jurisdictions(session, of_jurisdictions({**GUJRAT, "valid_until": "2030-01-01"}))
        load_jurisdictions(session, show_jurisdictions(session))
        found = changes_since(session, 1)
    assert [(change.by, change.why) for change in found] == [(None, BY_COMMAND)] * 2
    (phone,), (ground,) = (change.differences for change in found)
    assert (phone.of, phone.field, phone.before) == ("C-SWL", "duty_phones", "+923640000007")
    assert phone.after == "+923640000008 mon-fri 09:00-17:00"
    assert (ground.of, ground.field) == ("Gujrat", "jurisdiction")
    assert ground.after == "Gujranwala,,2030-01-01,inferred,made up\n"


CELLS = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["C-SWL", "C-GRW", "C-NEW"]),
        "notes": st.text("abc,\"'\nآب", max_size=8),
        "duty_phones": st.sampled_from(
            ["", "+923640000007", "+923640000008 mon-fri;+923640000009 22:00-06:00"]
        ),
        "language": st.sampled_from(["ur", "en"]),
        "valid_until": st.sampled_from(["", "2030-12-31"]),
        "last_verified": st.sampled_from(["", "2026-02-28"]),
    }
).map(lambda cells: {**SAHIWAL, **cells})
GROUNDS = st.fixed_dictionaries(
    {"zone": st.sampled_from(["Lahore", "Multan"]), "source": st.text("abc,\"'\nآب", max_size=8)}
).map(lambda cells: {**GUJRAT, **cells})


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(CELLS, max_size=3, unique_by=lambda row: row["id"]), grounds=st.lists(GROUNDS, max_size=1)
)
def test_a_draft_that_is_published_is_the_same_as_its_sheets_loaded(database, people, rows, grounds):
    with database.engine.connect() as connection:
        results = []
        for way in ("draft", "loaded"):
            undone = connection.begin()
            with Session(connection, join_transaction_mode="create_savepoint") as session:
                known = version(session)
                if way == "draft":
                    before = present(session)
                    change_draft(session, prepared(session).stamp, 1, entries(*rows), periods(*grounds))
                    mine = prepared(session)
                    texts = circles_text(mine.written), jurisdictions_text(mine.written)
                    if differences(before, mine.written):
                        publish(session, mine.stamp, 1, "why")
                else:
                    load(session, of_circles(*rows))
                    load_jurisdictions(session, of_jurisdictions(*grounds))
                changes = {one for change in changes_since(session, known) for one in change.differences}
                results.append((both(session), changes))
                undone.rollback()
    assert results[0] == results[1]
    assert sorted(texts[0].splitlines()) == sorted(results[0][0][0].splitlines())
    assert texts[1] == results[0][0][1]
