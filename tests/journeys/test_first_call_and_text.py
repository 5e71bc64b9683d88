"""The main job on real parts: someone calls or texts, the referral reaches the circle, a supervisor sees it."""

import re
from typing import Any

from hotline import jobs
from hotline.calls.models import Recording
from hotline.calls.recordings import listen
from hotline.carriers.practice import wav
from hotline.carriers.practice.events import Asked, Awaits, Ended, EndedBy, Heard
from hotline.carriers.practice.recordings import read_recording
from hotline.carriers.practice_numbers import CALLER
from hotline.fetching import FetchState
from hotline.referrals.models import Referral, ReferralState
from hotline.tips.reference import spaced
from tests.journeys.hotline import Hotline

# Urdu, report, sexual exploitation, no danger, Islamabad.
IN_ISLAMABAD = ("1", "1", "3", "2", "6")


def code_read_out(events: list[Any]) -> str:
    digits = [match[1] for event in events if isinstance(event, Heard) and (match := DIGIT.search(event.url))]
    assert digits[:8] == digits[8:16], "the code is read twice"
    return "".join(digits[:8])


DIGIT = re.compile(r"/digit\.(\d)\.")


def test_a_call_in_urdu_reaches_the_circle_and_the_call_log(hotline: Hotline) -> None:
    events = hotline.call(*IN_ISLAMABAD)
    assert isinstance(events[-1], Ended)
    assert events[-1].by is EndedBy.HOTLINE
    heard = [event for event in events if isinstance(event, Heard)]
    assert all(event.status == 200 and event.seconds > 0.2 for event in heard), "every prompt is really there"
    code = code_read_out(events)
    hotline.work()
    [words] = hotline.circle_reads("C-ISB")
    assert "Islamabad" in words
    [referral] = hotline.rows(Referral)
    assert f"Raabta {referral.tag}" in words
    assert spaced(code) not in words, "the code is the caller's own"

    supervisor = hotline.supervisor()
    log = supervisor.get("/console/").get_data(as_text=True)
    [link] = set(re.findall(r'href="(/console/calls/\d+)"', log))
    page = supervisor.get(link).get_data(as_text=True)
    assert spaced(code) in page
    assert referral.tag in page
    assert "C-ISB" in page or "AHTC Islamabad" in page
    assert CALLER[-7:] not in log + page


def test_a_text_reaches_the_circle_and_the_call_log(hotline: Hotline) -> None:
    [reply] = hotline.text("bhatta mazdoor Gujranwala mein qaid hain")
    code = re.search(r"\d{4} \d{4}", reply)
    assert code is not None
    hotline.work()
    [words] = hotline.circle_reads("C-GRW")
    assert code[0] not in words
    assert "Gujranwala" in words
    supervisor = hotline.supervisor()
    log = supervisor.get("/console/").get_data(as_text=True)
    [link] = set(re.findall(r'href="(/console/texts/\d+)"', log))
    page = supervisor.get(link).get_data(as_text=True)
    assert "bhatta mazdoor" in page
    assert CALLER[-7:] not in log + page


def test_what_the_caller_said_is_brought_home_sealed_and_deleted_at_the_carrier(hotline: Hotline) -> None:
    hotline.call(*IN_ISLAMABAD)
    hotline.work()
    recordings = hotline.rows(Recording)
    assert [recording.state for recording in recordings] == [FetchState.KEPT] * 2
    with hotline.runtime.database.transaction() as session:
        for recording in recordings:
            sound = listen(session, hotline.runtime.sealer, recording.id)
            assert sound == wav.tone(2.0)
            sid = hotline.runtime.sealer.open_text(recording.link_sealed).rpartition("/")[2]
            assert read_recording(session, sid) is None


def test_the_referral_is_delivered_and_says_so(hotline: Hotline) -> None:
    hotline.text("Help in Lahore")
    hotline.the_quiet_minute_passes()
    jobs.sweep(hotline.runtime)
    [referral] = hotline.rows(Referral)
    assert referral.state is ReferralState.DELIVERED


def test_a_caller_who_hangs_up_half_way_has_still_told_us(hotline: Hotline) -> None:
    hotline.call(*IN_ISLAMABAD, speak=False, hang_up_after=5)
    hotline.work()
    [words] = hotline.circle_reads("C-ISB")
    assert "sexual exploitation" in words


def test_a_caller_who_never_presses_hears_a_code_in_the_end(hotline: Hotline) -> None:
    events = hotline.call(speak=False)
    assert len(code_read_out(events)) == 8
    hotline.work()
    assert len(hotline.circle_reads("HQ-TIP")) == 1


def test_a_caller_who_only_speaks_is_heard(hotline: Hotline) -> None:
    events = hotline.call()
    assert any(isinstance(event, Asked) and event.kind is Awaits.RECORDING for event in events)
    hotline.work()
    assert len(hotline.rows(Recording)) == 1
    assert len(hotline.circle_reads("HQ-TIP")) == 1
