"""Measures how long a tip takes from the webhook's answer to the carrier that is to bring it to the circle."""

from time import perf_counter, sleep, time

from sqlalchemy import text

from bench import walks
from bench.load import run_closed
from bench.plan import Plan
from bench.processes import DidNotStart
from bench.rows import Row
from bench.samples import Samples
from bench.signed import new_sid
from bench.stand import Stand
from bench.steps import Steps
from hotline.queues import REFERRALS, TIPS

SECONDS_BETWEEN_TIPS = 0.2
LONGEST_WAIT = 30.0
TARGET = 1.0

HANDED = text("""
    SELECT extract(epoch FROM practice_texts.sent_at)
    FROM texts
    JOIN text_conversations ON text_conversations.id = texts.conversation_id
    JOIN referrals ON referrals.tip_id = text_conversations.tip_id
    JOIN referral_messages ON referral_messages.referral_id = referrals.id
    JOIN practice_texts ON practice_texts.message_id = referral_messages.carrier_message_id
    WHERE texts.carrier_id = :carrier_id
    UNION ALL
    SELECT extract(epoch FROM practice_texts.sent_at)
    FROM calls
    JOIN referrals ON referrals.tip_id = calls.tip_id
    JOIN referral_messages ON referral_messages.referral_id = referrals.id
    JOIN practice_texts ON practice_texts.message_id = referral_messages.carrier_message_id
    WHERE calls.carrier_id = :carrier_id
""")


def follow(stand: Stand, steps: Steps, plan: Plan) -> list[Row]:
    """Texts and calls in turns, a few a second, with both workers and the clock at work as in service."""
    stand.forget()
    for queues in ((TIPS,), (REFERRALS,), ("clock",)):
        stand.start_worker(*queues)
    stand.await_workers(2)
    answered: dict[str, float] = {}
    for number in range(plan.tips_followed):
        begun = perf_counter()
        answered.update([_text(steps) if number % 2 else _call(steps)])
        sleep(max(0.0, SECONDS_BETWEEN_TIPS - (perf_counter() - begun)))
    samples = Samples(latencies=[_handed(stand, sid) - at for sid, at in answered.items()])
    median = samples.percentile(0.5)
    return [
        Row(
            "from the webhook's answer to the carrier",
            p50=median,
            p99=samples.percentile(0.99),
            target="p50 <= 1 s",
            reached=median <= TARGET,
        )
    ]


def _text(steps: Steps) -> tuple[str, float]:
    sid = new_sid("SM")
    # One without danger would wait a quiet minute for more to be told.
    request = walks.text(steps.carrier, sid, next(steps.places), walks.URGENT)
    steps.wrong += run_closed(steps.port, [(request,)], 1).wrong
    return sid, time()


def _call(steps: Steps) -> tuple[str, float]:
    walk = walks.CallWalk(steps.carrier, next(steps.places))
    steps.wrong += run_closed(steps.port, [walks.cut_short(walk)], 1).wrong
    return walk.sid, time()


def _handed(stand: Stand, sid: str) -> float:
    """When the carrier got the referral of this call or text, in seconds since 1970 by the same machine's clock."""
    deadline = perf_counter() + LONGEST_WAIT
    while perf_counter() < deadline:
        with stand.database.statement() as session:
            handed = session.execute(HANDED, {"carrier_id": sid}).scalar()
        if handed is not None:
            return float(handed)
        sleep(0.05)
    raise DidNotStart("a tip did not reach the carrier\n" + "\n".join(p.last_words() for p in stand.running))
