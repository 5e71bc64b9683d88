"""A whole journey is logged without one digit of the caller's number, one word of the tip, or an address of what
was said: by a call, a text, both workers, the clock, a database that goes away, and faults on the way."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from hotline import jobs
from hotline.logs import JsonLines
from hotline.queues import REFERRALS, TIPS
from tests.cut_off import without_database
from tests.webhooks import FarEnd, answer_url
from worker import make_worker

NUMBER = "+923019876543"
SECRET_WORDS = ("Zulaikha", "Khanpur", "زلیخا")


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that every logger says, as it is written in service, at the most talkative level."""
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield told
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_journey_is_logged_without_a_word_of_it(
    client: Any, runtime: Any, environ: dict[str, str], practice_directory: None, logged: io.StringIO
) -> None:
    carrier = FarEnd(client, runtime)
    response = carrier.ring(From=NUMBER)
    for key in ("1", "1", "3", "2", "1"):
        response = carrier.post(
            carrier.path(answer_url(response)), carrier.call_form(Digits=key, From=NUMBER)
        )
    carrier.speak(answer_url(response), From=NUMBER)
    carrier.end(From=NUMBER)
    carrier.text("Zulaikha is held near Khanpur, زلیخا کو بچائیں", sender=NUMBER)
    with without_database(environ) as far_end:
        far_end.ring(From=NUMBER)
        far_end.text("Zulaikha is still held near Khanpur", sender=NUMBER)
    make_worker(runtime, [TIPS, REFERRALS]).work(burst=True)
    jobs.sweep(runtime)
    make_worker(runtime, [TIPS, REFERRALS]).work(burst=True)

    lines = logged.getvalue()
    assert lines.count("\n") >= 4, "the faults on the way are logged"
    told = re.sub(r'"at": "[^"]*"', "", lines)
    for secret in SECRET_WORDS:
        assert secret not in told
    assert NUMBER[3:] not in told
    assert not re.search(r"/recordings/RE[0-9a-f]{8}", told)
    assert not re.search(r"(?<![0-9a-f-])0?3\d{9}(?![0-9a-f])", told)
