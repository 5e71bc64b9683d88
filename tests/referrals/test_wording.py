"""The words for an office beside the circle: short enough for one SMS, and not a word more than the circle reads."""

from datetime import UTC, datetime

import pytest

from hotline.languages import Language
from hotline.referrals.wording import PROVINCES, Referred, referral_words
from hotline.sms.segments import count
from hotline.tips.models import Kind

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
LONGEST = {Language.ENGLISH: "Shaheed Benazirabad", Language.URDU: "ڈیرہ اسماعیل خان"}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", Kind)
def test_it_fits_whatever_it_says(kind: Kind, language: Language) -> None:
    for province in (None, *PROVINCES):
        for urgent, news, repeat in ((False, False, False), (True, True, False), (True, False, True)):
            tip = Referred("12345678", kind, province, urgent, AT, news, beside=True)
            for place in (None, LONGEST[language]):
                words = referral_words(tip, place, language, repeat)
                assert count(words).segments <= (1 if language is Language.ENGLISH else 2), words


@pytest.mark.parametrize("language", Language)
def test_it_tells_no_more_than_the_circle_is_told(language: Language) -> None:
    told = [
        referral_words(
            Referred("12345678", Kind.OTHER, "Sindh", True, AT, beside=beside), "Karachi", language
        )
        for beside in (False, True)
    ]
    circle, office = (words.rsplit({"en": ". ", "ur": "۔ "}[language], 1) for words in told)
    assert circle[0] == office[0]
    assert circle[1] != office[1]
