"""A character that no text can have is refused at the door of every page of the console, in words."""

import pytest

from tests.directory.conftest import HOME


@pytest.mark.parametrize(
    "address",
    [
        "/console/directory/circles/%00",
        "/console/directory/jurisdictions/%00",
        "/console/directory/?words=%00",
        "/console/places/%00",
        "/console/%00",
        "/console/sign-in?next=%00",
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


def test_nobody_signs_in_by_it(client):
    token = {"csrf_token": _token(client)}
    sent = client.post("/console/sign-in", data={**token, "name": "a\0b", "password": "x"})
    assert sent.status_code == 400


def _token(client):
    return client.get("/console/sign-in").text.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_in_a_sheet_it_is_a_fault_of_its_row(nadia):
    sheet = nadia.get(f"{HOME}circles.csv").text.replace("Circle Gujrat", "Circle\0Gujrat")
    seen = nadia.page("sheets").partition('name="seen" value="')[2].partition('"')[0]
    refused = nadia.hand_in(sheet, which="circles", seen=seen)
    assert refused.status_code == 422
    assert "has a control character" in refused.text
