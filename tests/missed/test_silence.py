"""From the missed call to the call back nothing is logged of whose it is."""

import io
import logging
import re
from typing import Any

from hotline import jobs
from hotline.logs import JsonLines
from hotline.queues import TIPS
from tests.cut_off import without_database
from tests.missed.conftest import Phone
from worker import make_worker

NUMBER = "+923019876543"


def test_missed_calls_are_logged_without_a_number(
    phone: Phone, environ: dict[str, str], runtime: Any
) -> None:
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        phone.ring(From=NUMBER)
        phone.far_end.call_sid = "CA2"
        phone.ring(From=NUMBER)
        phone.ring(From=NUMBER, CallSid="")
        with without_database(environ) as far_end:
            Phone(far_end).ring(From=NUMBER)
        make_worker(runtime, [TIPS]).work(burst=True)
        jobs.sweep(runtime)
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    lines = told.getvalue()
    for said in ("called back", "not called back", "a missed call is not called back", "cannot be read"):
        assert said in lines
    assert NUMBER[3:] not in lines
    assert not re.search(r"(?<![0-9a-f-])0?3\d{9}(?![0-9a-f])", re.sub(r'"at": "[^"]*"', "", lines))
