"""The page of place names: who may enter, what waits, what can be added, and a message that is kept nowhere."""

import io
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from hotline.database import Database
from hotline.logs import JsonLines
from hotline.places.added import Fault, PlaceWhen, note_unknown, unknown_words
from hotline.places.matching import find_places
from hotline.runtime import Runtime
from hotline.web.place_names.words import FAULTS, WHENS, unit_meant
from tests.console.conftest import Visitor

PAGE = "/console/places/"
SECRET = "Zulaikha is held in zorbagram near Gujranwala"


@pytest.fixture
def note(runtime: Runtime, database: Database) -> Callable[..., None]:
    def noted(*words: str) -> None:
        with database.transaction() as session:
            note_unknown(session, runtime.sealer, runtime.settings.pseudonym_key, words)

    return noted


def add(visitor: Visitor, spelling: str, place: str, **more: str) -> Any:
    return visitor.send(PAGE, f"{PAGE}names", spelling=spelling, place=place, **more)


def headings(page: Any) -> list[str]:
    """The words and names listed, in order."""
    return re.findall(r'<h3><bdi class="word"[^>]*>([^<]+)</bdi>', page.text)


def test_nobody_enters_without_signing_in_or_by_a_forged_form(client: Any, nadia: Visitor) -> None:
    assert "/console/sign-in" in client.get(PAGE).headers["Location"]
    outside = Visitor(client)
    for action in ("names", "names/1/remove", "words/x/no-place", "try"):
        assert nadia.client.post(f"{PAGE}{action}", data={"message": SECRET}).status_code == 400
        sent = outside.send("/console/sign-in", f"{PAGE}{action}", message=SECRET)
        assert sent.status_code == 303
        assert "/console/sign-in" in sent.headers["Location"]


def test_words_wait_the_most_frequent_first_until_they_are_told(
    nadia: Visitor, note: Callable[..., None], directory: None, database: Database
) -> None:
    assert "Nothing waits." in nadia.get(PAGE).text
    note("torbagram", "norbagram", "zorbagram")
    note("zorbagram")
    page = nadia.get(PAGE)
    assert headings(page)[0] == "zorbagram"
    assert len(headings(page)) == 3
    key = re.search(r'name="word" value="([0-9a-f]{32})"', page.text)
    assert key
    added = add(nadia, "zorbagram", "Swat", when="in", word=key[1])
    assert added.status_code == 303
    told = nadia.get(added.headers["Location"])
    assert "is now a name of Swat, for every message from now on." in told.text
    assert find_places("woh zorbagram mein hai").districts == ("Swat",)
    settled = re.search(r'formaction="([^"]+no-place)"', told.text)
    assert settled
    assert (
        "It is off the list."
        in nadia.client.post(settled[1], data={"csrf_token": nadia.token(PAGE)}, follow_redirects=True).text
    )
    assert len(headings(nadia.get(PAGE))) == 2
    with database.transaction() as session:
        assert session.scalar(text("SELECT count(settled_by) FROM unknown_place_words")) == 2


def test_an_added_name_is_told_with_who_added_it_and_can_be_removed(nadia: Visitor, directory: None) -> None:
    add(nadia, "zorbagram", "swat")
    page = nadia.get(PAGE).text
    assert "1 name was added by people." in page
    assert "<bdi>nadia</bdi>" in page
    removed = nadia.send(PAGE, f"{PAGE}names/1/remove")
    assert "is no longer a name of Swat." in nadia.get(removed.headers["Location"]).text
    assert find_places("zorbagram").districts == ()
    assert nadia.send(PAGE, f"{PAGE}names/1/remove").status_code == 404
    assert nadia.send(PAGE, f"{PAGE}names/{'9' * 30}/remove").status_code == 404


@pytest.mark.parametrize(
    ("spelling", "place", "told"),
    [
        ("", "Swat", "Write the name"),
        ("chak 12", "Swat", "letters and spaces only"),
        ("z" * 61, "Swat", "at most 60 letters"),
        ("zorbagram", "Atlantis", "Choose the district from the list"),
        ("zorbagram", "", "Choose the district from the list"),
        ("gujranwala", "Swat", "It is a name already: of Gujranwala."),
        ("khanpur", "Swat", "of Rahim Yar Khan, Haripur, Shikarpur."),
        ("کے پی کے", "Swat", "of Khyber Pakhtunkhwa."),
        ("police", "Swat", "It is an ordinary word"),
    ],
)
def test_a_name_that_would_mislead_is_refused_in_words(
    nadia: Visitor, directory: None, spelling: str, place: str, told: str
) -> None:
    refused = add(nadia, spelling, place)
    assert refused.status_code == 422
    assert told in refused.text
    assert f'value="{spelling}"' in refused.text
    assert "None yet." in refused.text


def test_a_place_is_meant_in_any_of_its_spellings(nadia: Visitor, directory: None) -> None:
    for spelling, place in (
        ("zorba", "سوات"),
        ("torba", "KARACHI"),
        ("norba", "d.g. khan"),
        ("morba", "mingora"),
    ):
        assert add(nadia, spelling, place).status_code == 303, place
    found = [find_places(each).districts for each in ("zorba", "torba", "norba", "morba")]
    assert found == [("Swat",), ("Karachi",), ("Dera Ghazi Khan",), ("Swat",)]
    assert unit_meant("  nowhere at all ", {"Swat": "Swat"}) == "nowhere at all"


def test_a_message_is_tried_and_kept_nowhere(nadia: Visitor, database: Database, directory: None) -> None:
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    level, root.level = root.level, logging.DEBUG
    add(nadia, "zorbagram", "Swat")
    page = nadia.send(PAGE, f"{PAGE}try", message=SECRET)
    root.removeHandler(handler)
    root.level = level
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    found = page.text[page.text.index("found") :]
    assert "<strong>Swat, Gujranwala</strong>" in found
    assert "Zulaikha" not in told.getvalue()
    with database.transaction() as session:
        tables = session.scalars(
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        ).all()
        for table in tables:
            rows = session.execute(text(f'SELECT * FROM "{table}"')).all()
            assert "Zulaikha" not in str(rows), table


def test_anything_can_be_tried(nadia: Visitor) -> None:
    for message in ("", " ", "\x01", "\ud800".encode("utf-8", "surrogatepass"), "z" * 100_000, "<b>Swat</b>"):
        page = nadia.client.post(f"{PAGE}try", data={"csrf_token": nadia.token(PAGE), "message": message})
        assert page.status_code == 200
        assert "<b>" not in page.text


def test_every_fault_and_every_when_has_words() -> None:
    assert FAULTS.keys() == set(Fault)
    assert WHENS.keys() == set(PlaceWhen)


def test_words_that_no_key_opens_are_left_out(
    nadia: Visitor, note: Callable[..., None], runtime: Runtime, database: Database
) -> None:
    note("zorbagram", "torbagram")
    with database.transaction() as session:
        key = unknown_words(session, runtime.sealer)[0].key
        session.execute(
            text("UPDATE unknown_place_words SET word_sealed = 'x' WHERE key = :key"), {"key": key}
        )
    assert len(headings(nadia.get(PAGE))) == 1


@pytest.mark.parametrize(
    "more",
    ["?added=1", "?removed=999", "?added=x", "?added=²", "?added=-1", f"?removed={'9' * 5000}", "?settled="],
)
def test_an_address_that_nobodys_form_has_led_to_tells_nothing(nadia: Visitor, more: str) -> None:
    page = nadia.get(f"{PAGE}{more}")
    assert page.status_code == 200
    assert 'role="status"' not in page.text
