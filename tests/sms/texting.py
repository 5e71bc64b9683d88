"""What a test of texting looks up: tips, referrals, and time that passes."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from hotline import jobs
from hotline.queues import REFERRALS, TIPS
from hotline.referrals.models import Referral, ReferralMessage
from hotline.sms.models import TextConversation
from hotline.tips.models import Tip
from worker import make_worker

OTHER = "+923640009002"
IN_DANGER = "They are beating my sister right now, they will kill her"


def tips(runtime: Any) -> list[Tip]:
    with runtime.database.transaction() as session:
        return list(session.scalars(select(Tip).order_by(Tip.taken_at)))


def the_tip(runtime: Any) -> Tip:
    [tip] = tips(runtime)
    return tip


def words_of(runtime: Any, tip: Tip) -> str:
    return str(runtime.sealer.open_text(tip.words_sealed))


def work(runtime: Any) -> None:
    make_worker(runtime, [TIPS, REFERRALS]).work(burst=True)
    jobs.begin_work(runtime)
    jobs.sweep(runtime)
    make_worker(runtime, [TIPS, REFERRALS]).work(burst=True)


def referrals(runtime: Any) -> list[Referral]:
    with runtime.database.transaction() as session:
        return list(session.scalars(select(Referral)))


def last_message(runtime: Any) -> ReferralMessage:
    """The last SMS that was to bring a referral to somebody."""
    with runtime.database.transaction() as session:
        return session.scalars(select(ReferralMessage).order_by(ReferralMessage.id.desc())).first()


def a_quiet_minute_passes(runtime: Any) -> None:
    with runtime.database.transaction() as session:
        session.execute(update(Tip).values(ready_at=Tip.ready_at - timedelta(seconds=60)))


def fifteen_minutes_pass(runtime: Any) -> None:
    with runtime.database.transaction() as session:
        earlier = timedelta(minutes=15, seconds=1)
        session.execute(update(TextConversation).values(heard_at=TextConversation.heard_at - earlier))
