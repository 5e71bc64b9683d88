"""A character that no text can have is refused at the door of every page of the console, in words."""

import pytest

from tests.directory.conftest import HOME


@pytest.mark.parametrize(
    "address",
    [
        "/console/directory/circles/%00",
        "/console/directory/jurisdictions/%00",
        "/console/places/%00",
        "/console/%00",
    ],
)
def test_in_an_address(nadia, address):
    page = nadia.get(address)
    assert page.status_code == 400
    assert "It cannot be read" in page.text


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/console/directory/circles/C-LHR", {"notes": "a\0b"}),
        ("/console/directory/circles/C-LHR", {"a\0b": "notes"}),
        ("/console/directory/circles/C-GRT/passed-over", {"reason": "a\0b"}),
        ("/console/directory/draft/publish", {"why": "\0"}),
        ("/console/directory/jurisdictions/PK610", {"source": "\0"}),
        ("/console/places/names", {"spelling": "a\0b", "place": "Swat"}),
        ("/console/places/words/%00/no-place", {}),
        ("/console/texts/1/not-to", {"circle": "C-\0"}),
    ],
)
def test_in_a_form(nadia, address, fields):
    sent = nadia.client.post(address, data={"csrf_token": nadia.token(HOME), **fields})
    assert sent.status_code == 400
    assert "It cannot be read" in sent.text


@pytest.mark.parametrize(
    "asked",
    ["", "?which=%00&kind=%00&zone=%00", "jurisdictions?words=%00", "map?on=%00&circle=%00&words=%00",
     "who?place=%00&kind=%00&on=%00", "history?before=%00", "draft?taken=%00&count=%00", "draft/trial?on=%00"],
)  # fmt: skip
def test_what_an_address_asks_for_beside_finds_nothing(nadia, asked):
    assert nadia.get(f"{HOME}{asked}").status_code == 200


def test_in_a_sheet_it_is_a_fault_of_its_row(nadia):
    sheet = nadia.get(f"{HOME}circles.csv").text.replace("Circle Gujrat", "Circle\0Gujrat")
    seen = nadia.page("sheets").partition('name="seen" value="')[2].partition('"')[0]
    refused = nadia.hand_in(sheet, which="circles", seen=seen)
    assert refused.status_code == 422
    assert "has a control character" in refused.text
