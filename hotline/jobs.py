"""Every function that RQ may run, and the clock's round; each may run twice."""

import logging
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import timedelta

from sqlalchemy import text

from hotline.alarms.heartbeat import beat
from hotline.calls import missed
from hotline.calls.recordings import bring_home
from hotline.calls.recordings import waiting as waiting_recordings
from hotline.calls.silence import hang_up_silent, tell_unheard
from hotline.carriers.practice.inbox import deliver_receipts
from hotline.database import DATABASE_AWAY
from hotline.logs import at_work
from hotline.places.added import look_again
from hotline.queues import REFERRALS, TIPS
from hotline.referrals import ringing
from hotline.referrals.deadlines import Deadlines
from hotline.referrals.digest import put_digests
from hotline.referrals.dispatch import dispatch
from hotline.referrals.escalation import escalate_late
from hotline.referrals.feedback import put_feedback
from hotline.referrals.opening import open_referrals
from hotline.referrals.sweep import due, free_dead_claims, retry_refused
from hotline.runtime import Runtime
from hotline.settings import Settings
from hotline.sms import notices, photos
from hotline.sms.turns import judge
from hotline.studio.shelving import shelve
from hotline.taking_in import take_in_spool
from hotline.tips.metadata import record_metadata, unrecorded

AT_ONCE = 500
CLOCK_LOCK = 0x7261_6162

_runtime: ContextVar[Runtime] = ContextVar("_runtime")
log = logging.getLogger(__name__)


def begin_work(runtime: Runtime) -> None:
    """Say what this process works with; once, before its first job."""
    _runtime.set(runtime)


def record_tip_metadata(tip_id: str) -> None:
    """Record a ready tip's metadata and open its referrals, all or nothing; then nudge those that are due."""
    at_work.set(f"tip {tip_id}")
    runtime = _runtime.get()
    look_again(runtime.database)
    with runtime.database.transaction() as session:
        tip = record_metadata(session, runtime.sealer, runtime.settings.pseudonym_key, uuid.UUID(tip_id))
        opened = open_referrals(session, tip) if tip is not None else ()
    for referral in opened:
        if referral.due:
            runtime.queues.put(REFERRALS, dispatch_referral, referral.id)


def dispatch_referral(referral_id: str) -> None:
    """Send one referral, if it is due."""
    at_work.set(f"referral {referral_id}")
    runtime = _runtime.get()
    dispatch(
        runtime.database,
        runtime.ways,
        runtime.receipts_url,
        deadlines(runtime.settings),
        uuid.UUID(referral_id),
    )


def send_notice(notice_id: str) -> None:
    """Send one SMS that is no referral, if it is due."""
    at_work.set(f"notice {notice_id}")
    runtime = _runtime.get()
    notices.send_notice(runtime.database, runtime.ways, runtime.sealer, uuid.UUID(notice_id))


def fetch_recording(recording_id: str) -> None:
    """Bring one recording home from the carrier."""
    at_work.set(f"recording {recording_id}")
    runtime = _runtime.get()
    bring_home(runtime.database, runtime.recordings, runtime.sealer, uuid.UUID(recording_id))


def fetch_photo(photo_id: str) -> None:
    """Bring one photo of a text home from the carrier."""
    at_work.set(f"photo {photo_id}")
    runtime = _runtime.get()
    photos.bring_home(runtime.database, runtime.photos, runtime.sealer, uuid.UUID(photo_id))


def call_back(missed_call_id: str) -> None:
    """Call whoever left this missed call back, if that may still be done."""
    at_work.set(f"missed call {missed_call_id}")
    runtime = _runtime.get()
    quiet = runtime.settings.quiet_hours
    missed.call_back(
        runtime.database, runtime.outgoing_calls, runtime.sealer, quiet, uuid.UUID(missed_call_id)
    )


def ring_officer(message_id: str) -> None:
    """Ring the phone that an SMS of something urgent went to, if that may still be done."""
    at_work.set(f"message {message_id}")
    runtime = _runtime.get()
    if runtime.officer_calls is not None:
        ringing.ring(runtime.database, runtime.officer_calls, int(message_id))


def deadlines(settings: Settings) -> Deadlines:
    """How long an officer has to answer in this installation."""
    urgent, normal = settings.acknowledge_urgent_seconds, settings.acknowledge_normal_seconds
    return Deadlines(timedelta(seconds=urgent), timedelta(seconds=normal), settings.quiet_hours)


def sweep(runtime: Runtime) -> None:
    """One round of the clock: find what no job came for. Several clocks may run; one at a time does the work."""
    at_work.set("clock")
    nudges = _nudge_tips, _nudge_recordings, _nudge_photos, _nudge_referrals, _nudge_notices
    for part in (
        _take_in,
        _hang_up,
        _judge_carriers,
        *nudges,
        _ring_officers,
        _call_back,
        _practise,
        _shelve,
    ):
        try:
            _alone(runtime, part)
        except DATABASE_AWAY:
            raise
        except Exception:
            # What one part stumbles over must not keep the others from what they find.
            log.exception("a part of the clock's round failed", extra={"event": part.__name__.strip("_")})
    with runtime.database.bare() as connection:
        beat(connection)


def _alone(runtime: Runtime, part: Callable[[Runtime], None]) -> None:
    with runtime.database.transaction() as session:
        alone = session.execute(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": CLOCK_LOCK})
        if alone.scalar_one():
            part(runtime)


def _take_in(runtime: Runtime) -> None:
    for taken in take_in_spool(runtime):
        if taken.tip is not None:
            runtime.queues.put(TIPS, record_tip_metadata, taken.tip)
        if taken.referral is not None:
            runtime.queues.put(REFERRALS, dispatch_referral, taken.referral)


def _hang_up(runtime: Runtime) -> None:
    unheard = timedelta(seconds=runtime.settings.call_partial_seconds)
    silent = timedelta(seconds=runtime.settings.call_silent_seconds)
    with runtime.database.transaction() as session:
        tips = hang_up_silent(session, silent, AT_ONCE) + tell_unheard(session, unheard, AT_ONCE)
    for tip_id in tips:
        runtime.queues.put(TIPS, record_tip_metadata, tip_id)


def _nudge_tips(runtime: Runtime) -> None:
    with runtime.database.statement() as session:
        tips = unrecorded(session, AT_ONCE)
    for tip_id, overdue in tips:
        runtime.queues.put(TIPS, record_tip_metadata, tip_id, overdue)


def _nudge_recordings(runtime: Runtime) -> None:
    with runtime.database.statement() as session:
        recordings = waiting_recordings(session, AT_ONCE)
    for recording_id, overdue in recordings:
        runtime.queues.put(TIPS, fetch_recording, recording_id, overdue)


def _nudge_photos(runtime: Runtime) -> None:
    with runtime.database.statement() as session:
        waiting = photos.waiting(session, AT_ONCE)
    for photo_id, overdue in waiting:
        runtime.queues.put(TIPS, fetch_photo, photo_id, overdue)


def _nudge_referrals(runtime: Runtime) -> None:
    with runtime.database.transaction() as session:
        free_dead_claims(session)
        escalate_late(session, AT_ONCE)
    with runtime.database.transaction() as session:
        retry_refused(session, AT_ONCE)
    with runtime.database.statement() as session:
        referrals = due(session, AT_ONCE)
    for referral_id, overdue, attempts in referrals:
        runtime.queues.put(REFERRALS, dispatch_referral, referral_id, overdue, attempts)


def _nudge_notices(runtime: Runtime) -> None:
    settings = runtime.settings
    with runtime.database.transaction() as session:
        put_digests(session, runtime.sealer, settings.digest_at)
        put_feedback(session, runtime.sealer, settings.quiet_hours, AT_ONCE)
    with runtime.database.statement() as session:
        waiting = notices.due(session, AT_ONCE)
    for notice_id, overdue in waiting:
        runtime.queues.put(REFERRALS, send_notice, notice_id, overdue)


def _judge_carriers(runtime: Runtime) -> None:
    with runtime.database.transaction() as session:
        judge(session, runtime.ways)


def _ring_officers(runtime: Runtime) -> None:
    if runtime.officer_calls is None:
        return
    with runtime.database.transaction() as session:
        ringing.settle(session)
        waiting = ringing.waiting(session, AT_ONCE)
    for message_id, overdue in waiting:
        runtime.queues.put(REFERRALS, ring_officer, message_id, overdue)


def _call_back(runtime: Runtime) -> None:
    with runtime.database.transaction() as session:
        missed.settle(session)
    with runtime.database.statement() as session:
        waiting = missed.waiting(session, AT_ONCE)
    for missed_call_id, overdue in waiting:
        runtime.queues.put(TIPS, call_back, missed_call_id, overdue)


def _practise(runtime: Runtime) -> None:
    if runtime.settings.practising:
        deliver_receipts(runtime.database, runtime.settings)


def _shelve(runtime: Runtime) -> None:
    """What callers hear of the studio, on this machine's disk."""
    shelve(runtime.database, runtime.published_prompts)
