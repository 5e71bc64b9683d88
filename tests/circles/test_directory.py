"""The directory: seeded once, loaded whole or not at all, shown so that it reads back the same."""

import csv
import io
from datetime import date, datetime
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from hotline.circles.directory import (
    circles_without_phone,
    district_name,
    give_practice_phones,
    load,
    seed,
    show,
    take_back_practice_phones,
)
from hotline.circles.ladder import Recipient, phones_for
from hotline.circles.models import Circle, CirclePhone, CircleType, District, Jurisdiction, Rung
from hotline.circles.sheet import COLUMNS
from hotline.circles.table import DirectoryRefused
from hotline.database import PAKISTAN
from hotline.languages import Language, SmsLanguage

TODAY = date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 12, tzinfo=PAKISTAN)
NOON = datetime(2026, 3, 1, 12, tzinfo=PAKISTAN)
NEW = {
    "id": "C-SWL",
    "name": "FIA Circle Sahiwal",
    "type": "Circle",
    "city": "Sahiwal",
    "city_ur": "ساہیوال",
    "province": "Punjab",
    "fia_zone": "Multan",
    "lat": "30.66",
    "lon": "73.10",
    "duty_phones": "0364 0000007; +923640000008",
}


def sheet(*rows: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(COLUMNS), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def faults(session, text: str) -> tuple[str, ...]:
    before = show(session)
    with pytest.raises(DirectoryRefused) as refused:
        load(session, text)
    assert show(session) == before
    return refused.value.rows


def number(session, code: str) -> Recipient | None:
    return phones_for(session, code, NOON)


def test_seeding_again_leaves_what_people_changed(session):
    session.execute(update(Circle).where(Circle.code == "C-LHR").values(name="Renamed"))
    session.execute(update(Jurisdiction).values(valid_until=TODAY))
    seed(session)
    assert session.get_one(Circle, "C-LHR", populate_existing=True).name == "Renamed"
    assert session.execute(select(func.count()).select_from(District)).scalar_one() == 170
    assert session.execute(select(func.count()).select_from(Jurisdiction)).scalar_one() == 160
    assert session.execute(select(func.count()).where(Jurisdiction.valid_until.is_(None))).scalar_one() == 0


def test_the_packaged_circles_are_in_the_form_that_is_shown(session):
    packaged = (files("hotline.circles") / "data" / "circles.csv").read_text(encoding="utf-8")
    assert show(session) == packaged


def test_no_circle_has_a_phone_until_someone_enters_one(session):
    assert session.execute(select(func.count()).select_from(CirclePhone)).scalar_one() == 0
    assert (
        len(circles_without_phone(session, TODAY)) == 23
    )  # the circles but Turbat's, and the headquarters desk
    assert number(session, "C-LHR") is None


def test_a_sheet_adds_a_circle_with_its_phones_in_order(session):
    assert load(session, sheet(NEW)) == 1
    assert number(session, "C-SWL") == Recipient("C-SWL", "+923640000007", Rung.CIRCLE, SmsLanguage.ENGLISH)
    load(session, sheet({**NEW, "duty_phones": "03640000009"}))
    assert number(session, "C-SWL") == Recipient("C-SWL", "+923640000009", Rung.CIRCLE, SmsLanguage.ENGLISH)


def test_a_heads_phone_and_roman_urdu_load_and_show_as_they_are_written(session):
    phones = "+923640000008 mon-fri head;+923640000007"
    load(session, sheet({**NEW, "duty_phones": phones, "language": "ur_Latn"}))
    found = number(session, "C-SWL")
    assert found == Recipient("C-SWL", "+923640000007", Rung.CIRCLE, SmsLanguage.ROMAN_URDU)
    shown = show(session)
    assert f",{phones},ur_Latn," in shown
    load(session, shown)
    assert show(session) == shown
    # Its head is told by an SMS too.
    load(session, sheet({**NEW, "duty_phones": "+923640000008 head"}))
    assert number(session, "C-SWL") == Recipient("C-SWL", "+923640000008", Rung.HEAD, SmsLanguage.ENGLISH)


def test_a_phone_is_looked_for_up_the_ladder(session):
    shown = show(session)
    load(session, shown.replace("general FIA numbers.,", "general FIA numbers.,03640000001"))
    assert number(session, "C-LHR") == Recipient(
        "HQ-TIP", "+923640000001", Rung.HEADQUARTERS, SmsLanguage.ENGLISH
    )
    assert number(session, "HQ-TIP") == Recipient("HQ-TIP", "+923640000001", Rung.CIRCLE, SmsLanguage.ENGLISH)
    session.add(CirclePhone(circle_code="Z-LHR", number="+923640000002", position=0))
    session.flush()
    assert number(session, "C-LHR") == Recipient("Z-LHR", "+923640000002", Rung.ZONE, SmsLanguage.ENGLISH)
    assert number(session, "C-MUL").circle_code == "HQ-TIP"
    session.add(CirclePhone(circle_code="C-LHR", number="+923640000003", position=0))
    session.flush()
    assert number(session, "C-LHR") == Recipient("C-LHR", "+923640000003", Rung.CIRCLE, SmsLanguage.ENGLISH)
    session.execute(update(Circle).where(Circle.code == "C-LHR").values(valid_until=date(2026, 2, 28)))
    assert number(session, "C-LHR").circle_code == "Z-LHR"


def test_what_is_shown_loads_back_unchanged(session):
    load(
        session,
        "\ufeff"
        + sheet(
            {
                **NEW,
                "name": 'The "new" circle, Sahiwal',
                "notes": 'دو سطریں،\nاور ایک "حوالہ"',
                "valid_from": "2026-03-01",
            }
        ),
    )
    shown = show(session)
    assert shown.count("\n") == 53
    assert load(session, shown) == 51
    assert show(session) == shown
    assert load(session, "\ufeff" + shown.replace("\n", "\r\n")) == 51
    assert show(session) == shown
    (row,) = [row for row in csv.DictReader(io.StringIO(shown)) if row["id"] == "C-SWL"]
    assert row["duty_phones"] == "+923640000007;+923640000008"
    assert row["name"] == 'The "new" circle, Sahiwal'


WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n,\"';"), max_size=30
).filter(lambda words: not words.strip().startswith(("=", "+", "-", "@")))
URDU = st.text("آب لاہور،,\n\"'(1)", max_size=30)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.fixed_dictionaries({"notes": WORDS, "coverage": WORDS, "city_ur": URDU, "source": WORDS}))
def test_any_words_survive_showing_and_loading(session, words):
    load(session, sheet({**NEW, **words}))
    shown = show(session)
    load(session, shown)
    assert show(session) == shown
    (row,) = [row for row in csv.DictReader(io.StringIO(shown, newline="")) if row["id"] == "C-SWL"]
    assert {name: row[name] for name in words} == {name: text.strip() for name, text in words.items()}


def test_every_bad_row_is_named_at_once_and_nothing_is_taken(session):
    assert faults(
        session,
        sheet(
            NEW,
            {**NEW, "id": "C-1", "type": "Circel", "lat": "73.1", "lon": "30.66"},
            {**NEW, "id": "", "name": ""},
            {**NEW, "id": "C-3", "duty_phones": "0300 12;03640000001"},
            {**NEW, "id": "C-4", "duty_phones": "051-9261234"},
            {**NEW, "id": "C-5", "valid_from": "2026-05-01", "valid_until": "2026-04-30"},
            {**NEW, "id": "C-6", "valid_from": "1/5/2026", "language": "xx"},
            {**NEW, "id": "C-7", "fia_zone": "", "lon": ""},
            {**NEW, "id": "C-8", "fia_zone": "Sahiwal"},
            NEW,
        )
        + "C-9,too short\n",
    ) == (
        f"row 3 (C-1): type: 'Circel' is none of {', '.join(CircleType)}",
        "row 3 (C-1): lat: 73.1 lies outside Pakistan (23.0 to 38.0)",
        "row 3 (C-1): lon: 30.66 lies outside Pakistan (60.0 to 78.0)",
        "row 4 (no id): id: is empty",
        "row 4 (no id): name: is empty",
        "row 5 (C-3): duty_phones: '0300 12' is not a telephone number",
        "row 6 (C-4): duty_phones: '051-9261234' is not a mobile number: no SMS reaches it",
        "row 7 (C-5): valid_until: lies before valid_from",
        "row 8 (C-6): language: 'xx' is none of ur, en, ur_Latn",
        "row 8 (C-6): valid_from: '1/5/2026' is not a day like 2026-01-31",
        "row 9 (C-7): lat, lon: one is there without the other",
        "row 9 (C-7): fia_zone: needed by an office that takes tips",
        "row 9 (C-7): lon: needed by an office that takes tips",
        "row 10 (C-8): fia_zone: there is no zone 'Sahiwal'",
        "row 11 (C-SWL): id: C-SWL is in row 2 already",
        "row 12: 2 cells, where the header has 22",
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "row 1: there is no header with the columns id, name"),
        ("id;name;type\n1;2;3\n", "row 1: there is no header with the columns id, name"),
        ("id,name\n", "row 1: there is no column `type`"),
        (sheet(NEW).replace("notes", "remarks"), "row 1: there is no column `notes`"),
        (sheet(NEW).replace("C-SWL,", "C-SWL,,"), "row 2: 23 cells, where the header has 22"),
        (sheet(NEW).replace("FIA Circle Sahiwal", '"FIA" Circle'), "row 2: cannot be read, nor what follows"),
        (sheet({**NEW, "notes": "a\0b"}), "row 2 (C-SWL): notes: has a control character"),
        (
            sheet({**NEW, "duty_phones": "9.2364E+11"}),
            "row 2 (C-SWL): duty_phones: '9.2364E+11' is not a telephone",
        ),
        (
            sheet({**NEW, "duty_phones": "03640000001;923640000001"}),
            "row 2 (C-SWL): duty_phones: has the same",
        ),
        (sheet({**NEW, "lat": "nan"}), "row 2 (C-SWL): lat: nan lies outside Pakistan"),
        (sheet({**NEW, "fia_zone": "Sahiwal"}), "row 2 (C-SWL): fia_zone: there is no zone 'Sahiwal'"),
        (sheet({**NEW, "id": "HQ-TIP"}), "no headquarters desk would be left"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_with_its_reason(session, text, fault):
    assert any(row.startswith(fault) for row in faults(session, text))


def test_a_sheet_may_bring_a_new_zone_with_its_circle(session):
    zone = {**NEW, "id": "Z-SWL", "type": "zone", "fia_zone": "Sahiwal", "duty_phones": ""}
    assert load(session, sheet({**NEW, "fia_zone": "Sahiwal"}, zone)) == 2


def test_an_empty_sheet_changes_nothing(session):
    assert load(session, sheet()) == 0


def test_a_practice_phone_stands_in_until_a_real_one_is_entered_and_is_never_shown(session):
    numbers = "+92364{:07d}".format
    give_practice_phones(session, numbers)
    first = {code: number(session, code) for code in session.execute(select(Circle.code)).scalars()}
    assert {recipient.rung for recipient in first.values()} == {Rung.CIRCLE}
    assert len({recipient.number for recipient in first.values()}) == 50
    load(session, sheet(NEW))
    give_practice_phones(session, numbers)
    assert first == {code: number(session, code) for code in first}
    assert number(session, "C-SWL").number == "+923640000007"
    assert "+92364" not in show(session).replace("+923640000007;+923640000008", "")
    take_back_practice_phones(session)
    assert number(session, "C-LHR") is None
    assert number(session, "C-SWL").number == "+923640000007"


def test_circles_without_a_phone_are_named(session):
    load(session, sheet(NEW))
    assert "C-SWL" not in circles_without_phone(session, TODAY)
    session.execute(delete(CirclePhone))
    assert "C-SWL" in circles_without_phone(session, TODAY)


def test_a_district_or_unit_has_its_urdu_name(session):
    assert district_name(session, "Karachi", Language.URDU) == "کراچی"
    assert district_name(session, "Gujranwala", Language.URDU) == "گوجرانوالہ"
    assert district_name(session, "South Waziristan", Language.URDU) == "جنوبی وزیرستان"
    assert district_name(session, "Surab", Language.URDU) == "سوراب"
    assert district_name(session, "Karachi", Language.ENGLISH) == "Karachi"
    assert district_name(session, "Atlantis", Language.URDU) == "Atlantis"
    assert district_name(session, None, Language.URDU) is None
