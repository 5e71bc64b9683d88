"""A text by its webhook: the first one is a tip at once, and every text is answered."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from hotline.sms.models import Text
from hotline.tips.models import Channel, Tip
from tests.webhooks import FarEnd, texted


@pytest.fixture
def carrier(client: Any, runtime: Any, directory: None) -> FarEnd:
    return FarEnd(client, runtime)


def the_tips(runtime: Any) -> list[Tip]:
    with runtime.database.transaction() as session:
        return list(session.execute(select(Tip).order_by(Tip.taken_at)).scalars())


def words_of(runtime: Any, tip: Tip) -> str:
    return str(runtime.sealer.open_text(tip.words_sealed))


def code_in(reply: str) -> str:
    return "".join(part for part in re.findall(r"\d+", reply) if len(part) == 4)


def test_a_text_with_a_place_is_a_tip_with_a_code(carrier: FarEnd, runtime: Any) -> None:
    reply = texted(carrier.text("Workers are held at a brick kiln in Gujranwala"))
    tip = the_tips(runtime)[0]
    assert (tip.channel, tip.language) == (Channel.SMS, "en")
    assert code_in(reply) == tip.reference
    assert "city" not in reply


def test_a_text_without_a_place_is_a_tip_and_asks_for_it(carrier: FarEnd, runtime: Any) -> None:
    reply = texted(carrier.text("My brother is not let go by his employer"))
    assert code_in(reply) == the_tips(runtime)[0].reference
    assert "city or district" in reply
    second = texted(carrier.text("Gujranwala"))
    assert "city or district" not in second
    assert len(the_tips(runtime)) == 1
    assert words_of(runtime, the_tips(runtime)[0]) == "My brother is not let go by his employer\nGujranwala"


def test_urdu_is_answered_in_urdu(carrier: FarEnd, runtime: Any) -> None:
    reply = texted(carrier.text("گوجرانوالہ میں بھٹے پر مزدور قید ہیں"))
    assert any("\u0600" <= letter <= "\u06ff" for letter in reply)
    assert code_in(reply) == the_tips(runtime)[0].reference


def test_the_same_text_told_twice_is_one_tip_and_one_answer(carrier: FarEnd, runtime: Any) -> None:
    first = carrier.text("Help in Lahore", sid="SM" + "a" * 32)
    second = carrier.text("Help in Lahore", sid="SM" + "a" * 32)
    assert second.data == first.data
    with runtime.database.transaction() as session:
        assert session.execute(select(func.count()).select_from(Text)).scalar_one() == 1


def test_two_numbers_are_two_tips(carrier: FarEnd, runtime: Any) -> None:
    carrier.text("Help in Lahore")
    carrier.text("Help in Lahore", sender="+923640009002")
    assert len({tip.reference for tip in the_tips(runtime)}) == 2


@pytest.mark.parametrize(
    "body",
    [
        "",
        " ",
        "\n\n",
        "😀😀😀",
        "👨‍👩‍👧‍👦 مدد",
        "ا" * 1600,
        "\ufeff",
        "a\x00b",
        "\u200f",
        "1",
        "{reference}",
        "<Response/>&",
    ],
    ids=[
        "empty",
        "space",
        "lines",
        "emoji",
        "family",
        "1600 Urdu",
        "BOM",
        "zero",
        "RLM",
        "digit",
        "brace",
        "markup",
    ],
)
def test_whatever_is_texted_is_kept_and_answered(carrier: FarEnd, runtime: Any, body: str) -> None:
    assert texted(carrier.text(body))
    assert words_of(runtime, the_tips(runtime)[0]) == body.replace("\x00", "")


def test_half_a_surrogate_pair_costs_nothing(client: Any, runtime: Any, directory: None) -> None:
    # As it stands on the wire: a lone surrogate in UTF-8, which the carrier signs as the replacement it decodes to.
    carrier = FarEnd(client, runtime)
    assert texted(carrier.text("help \ufffd\ufffd\ufffd Lahore"))


@pytest.mark.parametrize("sender", ["anonymous", "", "8888", "JazzCash"])
def test_a_sender_without_a_number_is_a_tip_of_its_own(carrier: FarEnd, runtime: Any, sender: str) -> None:
    carrier.text("Help in Lahore", sender=sender)
    carrier.text("Help in Lahore", sender=sender)
    assert len(the_tips(runtime)) == 2


def test_a_photo_without_words_is_a_tip(carrier: FarEnd, runtime: Any) -> None:
    carrier.text("", NumMedia="1", MediaUrl0="https://example.org/photo", MediaContentType0="image/jpeg")
    with runtime.database.transaction() as session:
        assert session.execute(select(Text.media_count)).scalar_one() == 1


def test_the_fallback_address_takes_the_text_in_too(carrier: FarEnd, runtime: Any) -> None:
    form = {
        "MessageSid": "SM" + "b" * 32,
        "From": "+923640009001",
        "To": "+923640000000",
        "Body": "Help in Lahore",
    }
    assert texted(carrier.post("/twilio/sms/failed", {**form, "ErrorCode": "11200"}))
    assert len(the_tips(runtime)) == 1


def test_without_a_message_id_the_answer_says_so(carrier: FarEnd) -> None:
    assert carrier.post("/twilio/sms/incoming", {"Body": "x"}).status_code == 400
