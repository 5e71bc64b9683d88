"""Who gets a tip: answered by place and kind, and by a message that is kept nowhere."""

import html
import io
import logging
import re
from typing import Any

import pytest
from sqlalchemy import select, text

from hotline.circles.directory import give_practice_phones
from hotline.circles.models import District, Rung
from hotline.circles.routing import Asked, Beside, route
from hotline.circles.snapshot import directory_now
from hotline.database import Database, today
from hotline.logs import JsonLines
from hotline.tips.models import Kind
from hotline.web.directory_map.words import ROLES, RUNGS, WRITINGS
from hotline.writing.recognising import Writing
from tests.console.conftest import Visitor
from tests.directory_map.conftest import WHO

DANGER = "Zulaikha aur bachay gujranwala ke bhatte par qaid hain, peshgi li thi, abhi maar rahe hain"


def gets(page: Any) -> str:
    """The circle that the answer leads to."""
    found = re.search(r'<p class="gets"><a href="/console/directory/circles/([^"]+)"', page.text)
    assert found, page.text[-3000:]
    return found[1]


def words_of(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def answer(visitor: Visitor, **asked: str) -> Any:
    return visitor.get(WHO, query_string={"part": "answer", **asked})


def try_message(visitor: Visitor, message: str, **more: str) -> Any:
    return visitor.send(WHO, WHO, message=message, part="answer", **more)


@pytest.mark.parametrize(
    "place", ["Gujranwala", "gujranwala", "GUJRAN WALA", "گوجرانوالہ", "zila gujranwala mein", "gujranwla"]
)
def test_any_spelling_in_any_writing_is_answered(nadia: Visitor, place: str) -> None:
    page = answer(nadia, place=place)
    assert gets(page) == "C-GRW"
    assert "The place is this circle's ground." in words_of(page)


def test_the_name_of_a_district_is_that_district_and_what_it_may_be_beside_is_told(nadia: Visitor) -> None:
    assert gets(answer(nadia, place="Mirpur")) != gets(answer(nadia, place="Mirpur Khas"))
    assert "Mirpur Khas" in words_of(answer(nadia, place="Mirpur"))
    assert "Malir lies in" in words_of(answer(nadia, place="Malir"))


def test_every_district_gets_the_routers_answer(nadia: Visitor, database: Database) -> None:
    with database.transaction() as session:
        directory = directory_now(session)
        names = session.scalars(select(District.name)).all()
        expected = {name: route(directory, Asked((name,)), today()).circle for name in names}
    assert {name: gets(answer(nadia, place=name)) for name in names[::4]} == {
        name: expected[name] for name in names[::4]
    }


def test_a_province_a_town_and_no_place(nadia: Visitor) -> None:
    assert "Only the province is known" in words_of(answer(nadia, place="Balochistan"))
    assert gets(answer(nadia, place="mingora")) == gets(answer(nadia, place="Swat"))
    nowhere = answer(nadia, place="zorbagram")
    assert gets(nowhere) == "HQ-TIP"
    assert "the sender would be asked for it" in words_of(nowhere)
    assert "The answer will stand here." in answer(nadia).text


def test_the_kind_an_official_and_the_day_count(nadia: Visitor, database: Database) -> None:
    assert "vigilance committee" in words_of(answer(nadia, place="Multan", kind=Kind.BONDED_LABOUR))
    assert "vigilance committee" not in words_of(answer(nadia, place="Multan", kind=Kind.SMUGGLING))
    official = answer(nadia, place="Multan", official_involved="yes")
    assert gets(official) == "HQ-TIP"
    assert "An official is said to be involved" in words_of(official)
    with database.transaction() as session:
        session.execute(text("UPDATE circles SET valid_until = '2030-12-31' WHERE code = 'C-MUL'"))
    assert gets(answer(nadia, place="Multan", on="2030-12-31")) == "C-MUL"
    assert gets(answer(nadia, place="Multan", on="2031-01-01")) != "C-MUL"
    assert "That is no day" in nadia.get(f"{WHO}?place=Multan&on=never").text


def test_whose_phone_it_is_and_whether_somebody_is_on_duty(nadia: Visitor, database: Database) -> None:
    assert "No phone is entered: it would wait." in words_of(answer(nadia, place="Multan"))
    with database.transaction() as session:
        give_practice_phones(session, "+923640{:06}".format)
    page = words_of(answer(nadia, place="Multan"))
    assert "To its own phone. A practice phone: no real one is entered." in page
    assert "On duty at" not in page
    with database.transaction() as session:
        session.execute(text("UPDATE circle_phones SET practice = false"))
    page = words_of(answer(nadia, place="Multan"))
    assert "practice" not in page
    assert "On duty at" in page
    assert "+92364" not in page
    with database.transaction() as session:
        session.execute(text("DELETE FROM circle_phones WHERE circle_code IN ('C-MUL', 'Z-MUL')"))
    assert "To the phone of the headquarters desk" in words_of(answer(nadia, place="Multan"))
    with database.transaction() as session:
        nobody = "UPDATE circle_phones SET days = :days WHERE circle_code = 'HQ-TIP'"
        session.execute(text(nobody), {"days": "mon" if today().weekday() else "tue"})
    assert "Nobody is on duty at" in words_of(answer(nadia, place="Multan"))


def test_an_office_that_gets_it_too_is_told(nadia: Visitor, database: Database) -> None:
    with database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO circles SELECT 'CP-PJB', name, 'child protection', city, city_ur, 'Punjab', '', region,"
                " lat, lon, coverage, '', '', evidence, source, confidence, notes, language, last_verified,"
                " valid_from, valid_until FROM circles WHERE code = 'C-MUL'"
            )
        )
    page = answer(nadia, place="Multan", child="yes")
    assert "CP-PJB" in page.text
    assert "Child protection" in words_of(page)
    assert "CP-PJB" not in answer(nadia, place="Multan").text


def test_a_message_is_read_as_a_tip_would_be(nadia: Visitor) -> None:
    page = try_message(nadia, DANGER)
    said = words_of(page)
    assert gets(page) == "C-GRW"
    for told in ("Urdu in Latin letters", "Bonded labour", "Urgent", "peshgi", "Someone is in danger now"):
        assert told in said, told
    official = words_of(try_message(nadia, f"{DANGER}, thanedar bhi mila hua hai"))
    assert "An official is involved" in official
    assert "Headquarters desk" in official
    assert "Urdu letters" in words_of(try_message(nadia, "ملتان میں بھٹے پر بچے قید ہیں"))
    assert "a person must read it" in words_of(
        try_message(nadia, "زما ورور په پېښور کې بند دی، مرسته وکړئ ځکه")
    )


def test_a_message_is_kept_and_logged_nowhere(nadia: Visitor, database: Database) -> None:
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level, root.level = root.level, logging.DEBUG
    root.addHandler(handler)
    page = try_message(nadia, DANGER)
    root.removeHandler(handler)
    root.level = level
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "Zulaikha" not in told.getvalue()
    with database.transaction() as session:
        tables = session.scalars(
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        ).all()
        for table in tables:
            assert "Zulaikha" not in str(session.execute(text(f'SELECT * FROM "{table}"')).all()), table


def test_a_forged_message_is_not_read(nadia: Visitor) -> None:
    assert nadia.client.post(WHO, data={"message": DANGER}).status_code == 400


def test_without_a_script_the_whole_page_comes_with_the_answer(nadia: Visitor) -> None:
    page = nadia.get(f"{WHO}?place=Multan&kind=bonded_labour&child=yes")
    assert page.text.count("<h1") == 1
    assert gets(page) == "C-MUL"
    assert '<option value="bonded_labour" selected>' in page.text
    posted = nadia.send(WHO, WHO, message=DANGER)
    assert gets(posted) == "C-GRW"
    assert "Zulaikha" in posted.text


@pytest.mark.parametrize("message", ["", " ", "\x01", "z" * 100_000, "؟؟؟", "<b>Swat</b>", "🙂" * 500])
def test_anything_can_be_tried(nadia: Visitor, message: str) -> None:
    page = try_message(nadia, message)
    assert page.status_code == 200
    assert "<b>" not in page.text
    assert answer(nadia, place=message[:200], kind=message[:20], on="2026-01-01").status_code == 200


def test_every_rung_role_and_writing_has_words() -> None:
    assert RUNGS.keys() == set(Rung)
    assert ROLES.keys() == set(Beside)
    assert WRITINGS.keys() == set(Writing)
