"""Every reply to a text message is short enough to arrive whole and cheap: counted as carriers count."""

import pytest

from hotline.languages import Language, words
from ivr_flows.prompts import every_text
from ivr_flows.steps import Prompt

# GSM 03.38, the basic set; the extension's signs count twice and no reply needs one.
GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ONE_GSM_PART = 160
TWO_UCS_2_PARTS = 134
CODE = "1234 5678"


def _sent(text: Prompt, language: Language) -> str:
    return words(text, language).replace("{reference}", CODE)


@pytest.mark.parametrize("text", every_text(), ids=lambda text: text.name)
def test_an_english_reply_is_one_part(text: Prompt) -> None:
    sent = _sent(text, Language.ENGLISH)
    assert set(sent) <= GSM_7
    assert len(sent) <= ONE_GSM_PART


@pytest.mark.parametrize("text", every_text(), ids=lambda text: text.name)
def test_an_urdu_reply_is_at_most_two_parts(text: Prompt) -> None:
    sent = _sent(text, Language.URDU)
    assert len(sent.encode("utf-16-be")) // 2 <= TWO_UCS_2_PARTS


def test_the_first_reply_carries_the_code_in_both_languages() -> None:
    carrying = {text.name for text in every_text() for language in Language if CODE in _sent(text, language)}
    assert carrying == {"sms_tip.place", "sms_tip.thanks"}
