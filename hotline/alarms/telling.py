"""Who is told of an alarm: an address on the web, and the phones of the supervisors on duty."""

import logging
from datetime import datetime

import requests
from sqlalchemy.orm import Session

from hotline.alarms.standing import Telling
from hotline.circles.duty_phones import on_duty, read_duty_phones
from hotline.circles.table import Wrong
from hotline.database import time_of
from hotline.phone_numbers import pseudonym
from hotline.sealing import Sealer
from hotline.settings import Settings
from hotline.sms import notices
from hotline.sms.sending import SmsNotSent, SmsRefused
from hotline.sms.ways import Ways

KEYS = notices.ALARMS
"""How the key of every notice of an alarm begins."""
CONNECT_SECONDS, ANSWER_SECONDS = 3.0, 5.0
DONE_BELOW = 300

log = logging.getLogger(__name__)


def phones_on_duty(cell: str, at: datetime) -> tuple[str, ...]:
    """Every phone that somebody answers then; where nobody is on duty, the first. None of a cell that cannot be read,
    of which `check` tells."""
    try:
        phones = read_duty_phones(cell)
    except Wrong:
        return ()
    return tuple(phone.number for phone in phones if on_duty(phone, at)) or tuple(
        phone.number for phone in phones[:1]
    )


def put_notices(session: Session, sealer: Sealer, settings: Settings, telling: Telling) -> None:
    """An SMS to each phone on duty. What was said earlier of the same alarm and has not gone out by now is left."""
    notices.leave(session, f"{KEYS}{telling.alarm}-", "something newer is said")
    for number in phones_on_duty(settings.alarm_phones, time_of(session)):
        key = f"{KEYS}{telling.key}-{pseudonym(number, settings.pseudonym_key)[:12]}"
        notices.put(session, sealer, key, number, telling.words)


def post(settings: Settings, telling: Telling) -> bool:
    """Post an alarm as JSON; False when the address did not take it. True where none is set: there is nothing to do."""
    if not settings.alarm_url:
        return True
    told = {
        "text": telling.words,
        "alarm": telling.kind.value,
        "passed": telling.passed,
        "hotline": settings.public_url,
    }
    try:
        with requests.post(
            settings.alarm_url,
            json=told,
            timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as response:
            taken = response.status_code < DONE_BELOW
            why = str(response.status_code)
    except (requests.RequestException, ValueError) as error:
        taken, why = False, type(error).__name__  # its words may hold the address, which may hold a secret
    if not taken:
        log.warning("an alarm cannot be posted", extra={"event": telling.kind.value, "why": why})
    return taken


def send_at_once(ways: Ways, number: str, words: str) -> None:
    """Send without any row: to whoever must hear that there is no database. Never twice where it may have arrived."""
    for way in filter(None, (ways.first, ways.second)):
        try:
            way.sms.send(number, words, "")
        except (SmsRefused, SmsNotSent) as error:
            log.warning("an alarm cannot be sent", extra={"why": type(error).__name__, "code": error.code})
        except Exception:
            log.warning("an alarm may not have been sent", exc_info=True)
            return
        else:
            return
