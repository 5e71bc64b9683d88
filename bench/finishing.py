"""Measures how long a call takes that anyone can finish: what must be listened to, pressed, and waited for."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from time import monotonic, sleep, time

from sqlalchemy import text

from bench.crowd import random_callers
from bench.every_report import every_report
from bench.random_callers import step_of
from bench.rows import Figure
from bench.stand import Stand
from hotline.carriers.practice import wav
from hotline.carriers.practice.events import Heard, Paused, Spoke
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.line import PracticeLine
from hotline.carriers.practice.recordings import keep_recording, recording_url
from hotline.carriers.practice_numbers import CALLER, HOTLINE
from ivr_flows.inspection import keys_said
from ivr_flows.steps import Record

LISTENING = 75.0
KEYS = 8
TALKED = 60.0
SILENT = 35.0
TALK_SECONDS = 20.0
LONGEST_WAIT = 60.0
SAY = "say"
# Language, report, kind, its second page, danger, province; city and what, spoken; call back, who, safe word.
USUAL = ("1", "1", "1", "1", "2", "1", SAY, SAY, "3", "2", SAY)
LONGEST = ("1", "1", "4", "4", "2", "7", SAY, SAY, "3", "2", SAY)
# Cannot speak, danger, province, division, district, right; about oneself, no child.
WITHOUT_SPEECH = ("5", "1", "1", "1", "1", "1", "1", "2")
AT_ONCE = 3

_HANDED = text("""
    SELECT extract(epoch FROM practice_texts.sent_at), referrals.circle_code
    FROM calls
    JOIN referrals ON referrals.tip_id = calls.tip_id
    JOIN practice_texts ON practice_texts.message_id = referrals.carrier_message_id
    WHERE calls.carrier_id = :carrier_id AND practice_texts.body LIKE 'URGENT%'
""")


def finishing(stand: Stand, callers: int) -> tuple[list[Figure], list[str]]:
    """The figures, and what was not as it should be; web server, workers and clock are at work as in service."""
    stand.forget_people()
    url = _recording(stand)
    figures = [
        *_report(stand, url, "a report, every question answered, the usual choices", USUAL),
        *_report(stand, url, "the same, the last choice of every menu", LONGEST),
        every_report(stand),
        _talker(stand, url),
        _without_speech(stand),
    ]
    crowd, wrong = random_callers(stand, url, callers)
    return [*figures, *crowd], wrong


def _report(stand: Stand, url: str, name: str, way: tuple[str, ...]) -> Iterator[Figure]:
    """Each key is pressed as soon as it has been said."""
    keys = 0
    with _line(stand) as line:
        line.start()
        for what in way:
            if what == SAY:
                line.recorded(url, 4.0, "")
            else:
                keys += 1
                line.press(what, after=_said_after(line, what))
        heard, whole = line.state.heard_seconds, line.state.seconds
        if not line.over:
            raise RuntimeError(f"the report is not at its end: {line.answers_to}")
    usual = way is USUAL
    target = (f"<= {LISTENING:.0f} s", heard <= LISTENING) if usual else ("", None)
    yield Figure(f"{name}: listened to in Urdu", f"{heard:.1f} s ({whole:.0f} s with speech)", *target)
    yield Figure(f"{name}: keys", str(keys), f"<= {KEYS}", keys <= KEYS)


def _talker(stand: Stand, url: str) -> Figure:
    """Presses nothing, and talks for 20 s at the first tone."""
    with _line(stand) as line:
        line.start()
        while not isinstance(step_of(line), Record):
            line.silent()
        events = line.recorded(url, TALK_SECONDS, "")
        spoke = next(place for place, event in enumerate(events) if isinstance(event, Spoke))
        after = sum(event.seconds for event in events[spoke + 1 :] if isinstance(event, Heard | Paused))
        at = line.state.seconds - after
        with stand.database.statement() as session:
            left = session.execute(
                text("SELECT tip_id IS NOT NULL FROM calls WHERE carrier_id = :sid"),
                {"sid": line.state.call_sid},
            ).scalar_one()
    reached = left and at <= TALKED
    return Figure("presses nothing, talks 20 s: tip left after", f"{at:.1f} s", f"<= {TALKED:.0f} s", reached)


def _without_speech(stand: Stand) -> Figure:
    """In real time, since worker and clock work in real time; several at once, and the slowest counts."""
    with ThreadPoolExecutor(AT_ONCE) as together:
        sent = list(together.map(_one_without_speech, [stand] * AT_ONCE))
    slowest = max(seconds for seconds, _ in sent)
    whose = " ".join(sorted({circle for _, circle in sent}))
    return Figure(
        "cannot speak: urgent referral handed to the carrier after",
        f"{slowest:.1f} s, slowest of {AT_ONCE}, {whose}",
        f"<= {SILENT:.0f} s",
        slowest <= SILENT,
    )


def _one_without_speech(stand: Stand) -> tuple[float, str]:
    """After how many seconds it is handed over, and to which circle."""
    with _line(stand) as line:
        begun, began_at = monotonic(), time()
        line.start()
        for key in WITHOUT_SPEECH:
            after = _said_after(line, key)
            sleep(max(0.0, line.state.seconds + after - (monotonic() - begun)))
            line.press(key, after=after)
    deadline = monotonic() + LONGEST_WAIT
    while monotonic() < deadline:
        with stand.database.statement() as session:
            handed = session.execute(_HANDED, {"carrier_id": line.state.call_sid}).first()
        if handed is not None:
            return float(handed[0]) - began_at, str(handed[1])
        sleep(0.05)
    return float("inf"), "nobody"


def _said_after(line: PracticeLine, key: str) -> float:
    """How long the question plays until it has said this key."""
    step = step_of(line)
    ends = line.state.prompt_ends
    # What was chosen before may be said first.
    for said, end in zip(step.ask, ends[-len(step.ask) :], strict=True):
        if key in keys_said(said):
            return end
    return line.state.prompt_seconds


@contextmanager
def _line(stand: Stand) -> Iterator[PracticeLine]:
    with closing(Exchange.of(stand.settings)) as exchange:
        yield PracticeLine.dial(exchange, CALLER, HOTLINE)


def _recording(stand: Stand) -> str:
    with stand.database.transaction() as session:
        return recording_url(stand.settings.public_url, keep_recording(session, wav.tone(2.0)))
