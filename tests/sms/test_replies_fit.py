"""What goes out by SMS fits the phones that read it."""

import itertools
from datetime import UTC, datetime

import pytest

from hotline.languages import Language
from hotline.referrals.wording import Referred, referral_words
from hotline.tips.models import Kind

GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)


def a_tip(kind: Kind, province: str | None, urgent: bool) -> Referred:
    return Referred("12345678", kind, province, urgent, datetime(2026, 11, 24, 9, 5, tzinfo=UTC))


CASES = list(itertools.product(Kind, ["Balochistan", None], [True, False], [True, False]))


@pytest.mark.parametrize(("kind", "province", "urgent", "repeat"), CASES)
def test_a_referral_in_english_is_one_part(
    kind: Kind, province: str | None, urgent: bool, repeat: bool
) -> None:
    words = referral_words(a_tip(kind, province, urgent), "Shaheed Benazirabad", Language.ENGLISH, repeat)
    assert set(words) <= GSM_7
    assert len(words) <= 160
    assert "1234 5678" in words
    assert "24-11 14:05" in words


@pytest.mark.parametrize(("kind", "province", "urgent", "repeat"), CASES)
def test_a_referral_in_urdu_is_at_most_two(
    kind: Kind, province: str | None, urgent: bool, repeat: bool
) -> None:
    words = referral_words(a_tip(kind, province, urgent), "ڈیرہ اسماعیل خان", Language.URDU, repeat)
    assert len(words.encode("utf-16-le")) // 2 <= 134
    assert "1234 5678" in words
