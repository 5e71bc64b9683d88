"""Two people at one office at once: only what each of them changed counts. And an office with many phones keeps all."""

from hotline.circles.directory import load
from hotline.circles.draft import prepared
from hotline.circles.duty_phones import MOST_PHONES
from tests.directory.conftest import HOME
from tests.directory.forms import change, form_in, form_on
from tests.directory.sheets import SAHIWAL, of_circles

LAHORE = "circles/C-LHR"


def drafted(database, code="C-LHR"):
    with database.transaction() as session:
        return prepared(session).written.circles[code]


def test_what_the_form_left_alone_stays_as_the_other_made_it(nadia, imran, database):
    theirs = form_on(imran, LAHORE)
    assert change(nadia, LAHORE, **{"number-0": "03640000007"}, notes="by nadia").status_code == 303
    second = imran.client.post(f"{HOME}{LAHORE}", data={**theirs, "language": "ur", "notes": "by imran"})
    assert second.status_code == 409
    yours = second.text[second.text.index('id="yours-head"') :].partition("</section>")[0]
    assert "by nadia" in yours
    assert "+923640000007" not in yours
    again = form_in(second.text, LAHORE)
    assert again["number-0"] == ["+923640000007"]
    assert again["notes"] == ["by imran"]
    assert imran.client.post(f"{HOME}{LAHORE}", data=again).status_code == 303
    cells = drafted(database)
    assert (cells["duty_phones"], cells["language"], cells["notes"]) == ("+923640000007", "ur", "by imran")


def test_of_phones_that_both_changed_the_second_is_asked_again(nadia, imran, database):
    theirs = form_on(imran, LAHORE)
    change(nadia, LAHORE, **{"number-0": "03640000007"})
    second = imran.client.post(f"{HOME}{LAHORE}", data={**theirs, "number-0": "03640000008"})
    assert second.status_code == 409
    assert "+923640000007" in second.text[second.text.index('id="yours-head"') :].partition("</section>")[0]
    assert imran.client.post(f"{HOME}{LAHORE}", data=form_in(second.text, LAHORE)).status_code == 303
    assert drafted(database)["duty_phones"] == "+923640000008"


def numbers(count):
    return [f"+9236400000{number:02}" for number in range(count)]


def test_an_office_keeps_as_many_phones_as_a_sheet_may_give_it(nadia, database):
    most = ";".join(numbers(MOST_PHONES))
    with database.transaction() as session:
        load(session, of_circles({**SAHIWAL, "duty_phones": most}))
    assert change(nadia, "circles/C-SWL", notes="saved").status_code == 303
    assert drafted(database, "C-SWL")["duty_phones"] == most
    assert change(nadia, "circles/C-SWL", **{"number-3": ""}).status_code == 303
    assert len(drafted(database, "C-SWL")["duty_phones"].split(";")) == MOST_PHONES - 1


def test_more_phones_than_that_are_refused_by_sheet_and_form_and_none_is_lost(nadia, database):
    more = {f"number-{at}": number for at, number in enumerate(numbers(MOST_PHONES + 1))}
    refused = change(nadia, LAHORE, **more)
    assert refused.status_code == 422
    assert f"has more than {MOST_PHONES} phones" in refused.text
    assert numbers(MOST_PHONES + 1)[-1] in refused.text
    with database.transaction() as session:
        stamp = prepared(session).stamp
    sheet = of_circles({**SAHIWAL, "duty_phones": ";".join(numbers(MOST_PHONES + 1))})
    assert f"has more than {MOST_PHONES} phones" in nadia.hand_in(sheet, which="circles", seen=stamp).text
