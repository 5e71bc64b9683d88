"""What officers read back fits their phones."""

import itertools
from datetime import UTC, datetime

import pytest

from hotline.languages import SmsLanguage
from hotline.referrals import answer_replies
from hotline.referrals.answer_replies import OUTCOMES, Listed, Reply
from hotline.referrals.wording import MOST_PARTS
from hotline.sms.segments import beyond_gsm_7, count
from hotline.tips.models import Kind


def every_reply(language: SmsLanguage) -> list[str]:
    reply = Reply(language)
    own = [words for name, words in vars(answer_replies).items() if name.isupper() and isinstance(words, str)]
    assert len(own) >= 13
    own = [words for words in own if "{outcome}" not in words and "{tips}" not in words]
    kinds = itertools.combinations_with_replacement(Kind, 3)
    taken = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
    lists = [reply.which("3", [Listed("8888", kind, taken) for kind in three]) for three in kinds]
    return [
        *(reply.say(words, "8888", "3") for words in own),
        *(reply.closed("8888", outcome) for outcome in OUTCOMES),
        *lists,
    ]


@pytest.mark.parametrize("language", SmsLanguage)
def test_every_reply_fits_a_phone(language: SmsLanguage) -> None:
    for said in every_reply(language):
        assert "{" not in said
        assert count(said).segments <= MOST_PARTS[language], said
        if language is not SmsLanguage.URDU:
            assert beyond_gsm_7(said) == ()


@pytest.mark.parametrize("language", SmsLanguage)
def test_three_tips_are_listed(language: SmsLanguage) -> None:
    taken = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
    assert Reply(language).which("1", [Listed("8888", kind, taken) for kind in Kind][:4]).count("8888") == 3
