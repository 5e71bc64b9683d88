"""Several calls of one tip: who gives its code speaks of an earlier report, and what is added lies with it."""

from sqlalchemy import select, text

from hotline.calls.models import Call, CallAnswer
from hotline.tips.reference import new_reference, spaced
from hotline.web.call_log import read_page
from tests.console.made_up import OMAR, REPORT, SILENCE, SPOKEN, MadeUp
from tests.console.test_call_log import rows_of
from tests.console.test_one_entry import answers_in

ADDED = 'aria-labelledby="added-head"'


def test_a_call_that_adds_leads_to_the_entry_that_made_the_report_and_back(nadia, made_up: MadeUp) -> None:
    first = made_up.call(*REPORT, "4")
    code = made_up.code(first)
    second = made_up.call("2", "3", code, SPOKEN, caller=OMAR)
    page = nadia.get(f"/console/calls/{second}").text
    assert "This call adds to" in page
    assert (
        f'<a href="/console/calls/{first}">the report <bdi class="code" dir="ltr">{spaced(code)}</bdi> of'
        in page
    )
    assert answers_in(page)[2:] == [spaced(code), "0:21"]
    assert ADDED not in page
    page = nadia.get(f"/console/calls/{first}").text
    assert "This call adds to" not in page
    added = page.split(ADDED)[1].split("</section>")[0]
    assert f'href="/console/calls/{second}"' in added
    assert added.count("<audio") == 1


def test_what_was_added_to_a_report_by_text_stands_beside_the_texts(nadia, made_up: MadeUp) -> None:
    texts = made_up.texts("A kiln in Gujranwala")
    with made_up.runtime.database.transaction() as session:
        code = session.execute(text("SELECT reference FROM tips")).scalar_one()
    call = made_up.call("2", "3", code)
    assert f'<a href="/console/texts/{texts}">the report' in nadia.get(f"/console/calls/{call}").text
    added = nadia.get(f"/console/texts/{texts}").text.split(ADDED)[1].split("</section>")[0]
    assert f'href="/console/calls/{call}"' in added
    assert "Nothing was recorded." in added


def test_only_the_right_code_is_shown_and_nothing_typed_in_its_place(nadia, made_up: MadeUp) -> None:
    right = made_up.code(made_up.call(*REPORT, "4"))
    wrong = new_reference()
    call = made_up.call("2", "3", "12345", wrong, right, SILENCE)
    page = nadia.get(f"/console/calls/{call}").text
    assert answers_in(page)[2:] == ["Not a whole code", "A code that was not found", spaced(right), "Silence"]
    for typed in (wrong, spaced(wrong), right, "12345"):
        assert typed not in page
    assert spaced(right) in page


def test_another_reports_code_is_not_shown_where_it_was_not_let_in(nadia, made_up: MadeUp) -> None:
    """Too many guesses: even the right code is then refused, and the call's own tip has another."""
    other = made_up.code(made_up.call(*REPORT, "4"))
    for _ in range(3):
        made_up.call("2", "3", new_reference(), new_reference(), caller=OMAR)
    call = made_up.call("2", "3", other, "2", SPOKEN, caller=OMAR)
    page = nadia.get(f"/console/calls/{call}").text
    assert answers_in(page)[2:] == ["A code that was not found", "A message key 2", "0:21"]
    assert other not in page
    assert spaced(other) not in page
    assert "This call adds to" not in page


def test_the_log_tells_a_call_that_adds_from_the_one_that_hung_up_early(nadia, made_up: MadeUp) -> None:
    first = made_up.call(*REPORT[:4])
    made_up.call("2", "3", made_up.code(first))
    second, early = rows_of(nadia.get("/console/").text)
    assert "hung up early" in early
    assert "adds to an earlier report" not in early
    assert "adds to an earlier report" in second
    assert "hung up early" not in second
    assert "Bonded labour" in second
    nadia.send("/console/", "/console/language", language="ur")
    assert "پہلی اطلاع میں اضافہ" in rows_of(nadia.get("/console/").text)[0]


def test_every_entry_stands_once_in_the_log_however_many_calls_a_tip_has(made_up: MadeUp) -> None:
    first = made_up.call(*REPORT, "4")
    made_up.record()
    later = [made_up.call("2", "3", made_up.code(first), SPOKEN) for _ in range(3)]
    with made_up.runtime.database.transaction() as session:
        entries = read_page(session, None).entries
    assert [entry.place.id for entry in entries] == [*reversed(later), first]
    assert [entry.tip.adds for entry in entries] == [True, True, True, False]


def test_who_adds_may_say_when_to_call_back_and_their_number_counts(nadia, made_up: MadeUp) -> None:
    first = made_up.call(*REPORT, "4", caller="anonymous")
    made_up.call("2", "3", made_up.code(first), "0", "1", "2", "1", SILENCE)
    page = nadia.get(f"/console/calls/{first}").text
    assert "May be called back in the afternoon." in page


def test_a_typed_code_is_kept_in_the_call_alone(made_up: MadeUp) -> None:
    """What the page reads to know which call adds: the code as it was typed, and the tip that the call then has."""
    first = made_up.call(*REPORT, "4")
    code = made_up.code(first)
    second = made_up.call("2", "3", code)
    with made_up.runtime.database.transaction() as session:
        typed = session.execute(
            select(CallAnswer.value).where(CallAnswer.call_id == second, CallAnswer.fact == "reference")
        ).scalars()
        assert list(typed) == [code]
        tips = session.scalars(select(Call.tip_id).where(Call.id.in_([first, second])))
        assert len(set(tips)) == 1
