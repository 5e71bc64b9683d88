"""Whoever can write at all is understood: the same report in Urdu, Roman Urdu and English reaches the same circle."""

import re

import pytest

from hotline.referrals.models import Referral
from hotline.tips.models import Kind, Tip
from tests.journeys.hotline import Hotline

CODE = re.compile(r"\d{4} \d{4}")
URDU = re.compile("[\u0621-\u06d3]")


WAYS = {
    "urdu": (
        "بھٹہ مالک نے میرے بھائی کو قرض کے بدلے قید کر رکھا ہے، جانے نہیں دیتا",
        "گوجرانوالہ",
        "شہر یا ضلع",
    ),
    "roman": (
        "bhatta malik ne mere bhai ko qarz ke badle qaid kar rakha hai, jane nahi deta",
        "gujranwla",
        "shehar ya zile",
    ),
    "english": (
        "The kiln owner keeps my brother for a debt and does not let him leave",
        "Gujranwala",
        "city or district",
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_danger_goes_out_at_once_and_again_when_the_place_is_known(hotline: Hotline, way: str) -> None:
    report, place, asked = WAYS[way]
    [reply] = hotline.text(report)
    code = CODE.search(reply)
    assert code is not None
    assert asked in reply
    assert bool(URDU.search(reply)) == (way == "urdu")
    hotline.work()
    [first] = hotline.circle_reads("HQ-TIP")
    assert first.startswith("URGENT")
    assert "bonded labour" in first
    [reply] = hotline.text(place)
    assert "?" not in reply
    assert "؟" not in reply
    hotline.work()
    [second] = hotline.circle_reads("C-GRW")
    assert "UPDATE" in second
    assert code[0] not in second
    assert "Gujranwala" in second


QUIET = {
    "urdu": ("لیہ میں ایک خاندان بھٹے پر پیشگی لے کر کام کرتا ہے", "نہیں", "ہاں یا نہیں"),
    "roman": (
        "layya me ek khandan bhatte pe peshgi le kar kaam karta hai",
        "nahi koi khatra nahi",
        "haan ya nahi",
    ),
    "english": ("A family in Layyah works at a brick kiln for an advance", "No", "yes or no"),
}


@pytest.mark.parametrize("way", QUIET)
def test_without_danger_it_goes_out_after_a_quiet_minute(hotline: Hotline, way: str) -> None:
    report, answer, asked = QUIET[way]
    [reply] = hotline.text(report)
    assert asked in reply
    hotline.text(answer)
    hotline.work()
    assert hotline.rows(Referral) == []
    hotline.the_quiet_minute_passes()
    [referral] = hotline.rows(Referral)
    [tip] = hotline.rows(Tip)
    assert (tip.kind, tip.district, tip.urgent) == (Kind.BONDED_LABOUR, "Layyah", False)
    assert referral.why == "jurisdiction"
    [words] = hotline.circle_reads(referral.circle_code)
    assert "URGENT" not in words


def test_several_places_are_kept_and_the_present_one_is_taken(hotline: Hotline) -> None:
    hotline.text("larki ko Multan se laye thay, ab Karachi mein hai, usay marte hain")
    hotline.work()
    [tip] = hotline.rows(Tip)
    assert tip.places == ["Multan", "Karachi"]
    assert tip.district == "Karachi"
    page = hotline.supervisor().get("/console/texts/1").get_data(as_text=True)
    assert "Multan" in page
    assert "Karachi" in page
