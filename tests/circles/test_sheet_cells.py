"""What a cell of the sheets may hold: nothing that a spreadsheet carries out, mangles, or cannot hold."""

import pytest
from sqlalchemy import select

from hotline.circles.changes import version
from hotline.circles.directory import load, load_jurisdictions, show, show_jurisdictions
from hotline.circles.draft import change_draft, prepared, present, publish, throw_away
from hotline.circles.models import Circle, DirectoryDraft
from hotline.circles.sheet import LONGEST, read_sheet, write_sheet
from hotline.circles.table import DirectoryRefused, Wrong, at_most, one_line, urdu, words
from hotline.supervisors.accounts import make_supervisor
from hotline.supervisors.models import Supervisor
from tests.directory.sheets import GUJRAT, PHONE, SAHIWAL, of_circles, of_jurisdictions


def supervisor(session):
    make_supervisor(session, "nadia")
    return session.scalars(select(Supervisor.id)).one()


def faults_of(**cells):
    return [str(fault) for fault in read_sheet(of_circles({**SAHIWAL, **cells}))[1]]


@pytest.mark.parametrize("cell", ["=1+1", "+92 51 9261234", "-", "@SUM(A1)", "  =HYPERLINK(1)"])
def test_a_cell_that_a_spreadsheet_would_carry_out_is_refused(session, cell):
    for column in ("name", "city", "notes", "source", "published_phone", "id"):
        (fault,) = faults_of(**{column: cell})
        assert f"{column}: begins with {cell.strip()[0]}" in fault
    with pytest.raises(DirectoryRefused, match="source: begins with"):
        load_jurisdictions(session, of_jurisdictions({**GUJRAT, "source": cell}))
    assert faults_of(notes="a-b = c + d @ e", duty_phones=PHONE) == []


def test_the_packaged_directory_is_taken_back_as_it_is(session):
    circles, grounds = show(session), show_jurisdictions(session)
    load(session, circles)
    load_jurisdictions(session, grounds)
    assert (show(session), show_jurisdictions(session)) == (circles, grounds)


@pytest.mark.parametrize(
    "mangled", ["????", "لا??", "Ø³Ø§ÛÛŒÙˆØ§Ù„", "Sahiwal", "ساہیوال".encode().decode("cp1252", "replace")]
)
def test_a_city_that_is_no_urdu_any_more_is_refused(mangled):
    (fault,) = faults_of(city_ur=mangled)
    assert "is not in Urdu letters" in fault


@pytest.mark.parametrize("cell", ["", "ساہیوال", "فیصل آباد (G-10)", "–"])
def test_urdu_is_taken(cell):
    assert urdu(cell) == cell


def test_lengths_codes_and_line_breaks():
    assert "is too long: 2001 letters, at most 2000" in faults_of(notes="n" * 2001)[0]
    assert "is too long: 501 letters" in faults_of(source="s" * 501)[0]
    assert faults_of(id="C" * LONGEST["id"], notes="n" * 2000) == []
    assert "cannot be a code" in faults_of(id="New")[0]
    for sign in "\n\r\u2028\x85":
        with pytest.raises(Wrong, match="has a line break"):
            one_line(f"a{sign}b")
    with pytest.raises(Wrong):
        at_most(2, words)("abc")


def test_what_was_taken_before_a_rule_came_does_not_stand_in_the_way(session):
    by = supervisor(session)
    session.get(Circle, "C-MUL").notes = "-"
    session.flush()
    (lahore,) = (entry for entry in read_sheet(show(session))[0] if entry.code == "C-LHR")
    changed = read_sheet(write_sheet([lahore]).replace(",en,", ",ur,"))[0]
    change_draft(session, prepared(session).stamp, by, changed)
    assert prepared(session).written.circles.keys() == present(session).circles.keys()
    assert publish(session, prepared(session).stamp, by, "language") == version(session)
    assert session.get(Circle, "C-MUL").notes == "-"


def test_a_draft_that_cannot_be_read_any_more_loses_no_row_silently(session):
    by = supervisor(session)
    change_draft(session, prepared(session).stamp, by, read_sheet(of_circles(SAHIWAL))[0])
    row = session.get(DirectoryDraft, 1)
    row.circles = row.circles.replace(",Circle,Sahiwal,", ",Zirkel,Sahiwal,")
    session.flush()
    mine = prepared(session)
    assert [fault.of for fault in mine.faults] == ["C-SWL"]
    with pytest.raises(DirectoryRefused, match="Zirkel"):
        publish(session, mine.stamp, by, "why")
    with pytest.raises(DirectoryRefused, match="Zirkel"):
        change_draft(session, mine.stamp, by, read_sheet(of_circles({**SAHIWAL, "id": "C-2"}))[0])
    throw_away(session, mine.stamp)
    assert not prepared(session).is_draft


def test_thousands_of_offices_are_taken(session):
    many = [{**SAHIWAL, "id": f"C-{number}", "duty_phones": PHONE} for number in range(3500)]
    assert load(session, of_circles(*many)) == 3500
    assert load(session, of_circles(*many)) == 3500
    assert show(session).count(PHONE) == 3500
