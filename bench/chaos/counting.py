"""The count at the end: what was answered against the tips, tips against referrals, those against the carrier."""

import uuid
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import text

from bench.chaos.callers import Taken
from bench.chaos.ledger import Message, OfficersWord
from bench.chaos.stand import Stand
from hotline.languages import SmsLanguage, sms_words
from hotline.referrals.wording import REPEAT

SHOWN = 5

_CALLS = "SELECT carrier_id FROM calls WHERE tip_id IS NOT NULL"
_TEXTS = """
    SELECT texts.carrier_id FROM texts JOIN text_conversations ON text_conversations.id = texts.conversation_id
"""
_ORIGINS = """
    SELECT tips.reference, coalesce(calls.carrier_id, texts.carrier_id) FROM tips
    LEFT JOIN calls ON calls.tip_id = tips.id
    LEFT JOIN text_conversations ON text_conversations.tip_id = tips.id
    LEFT JOIN texts ON texts.conversation_id = text_conversations.id
"""
_OF_SEVERAL = """
    SELECT min(tip_id::text) FROM (
        SELECT tip_id, caller_pseudonym AS who FROM calls WHERE tip_id IS NOT NULL
        UNION ALL SELECT tip_id, sender_pseudonym FROM text_conversations
    ) AS origins
    GROUP BY who HAVING count(DISTINCT tip_id) > 1
"""
_NOT_ONE_REFERRAL = """
    SELECT tips.reference FROM tips LEFT JOIN referrals ON referrals.tip_id = tips.id AND referrals.role = 'main'
    GROUP BY tips.id HAVING count(referrals.id) <> 1
"""
_MESSAGES = """
    SELECT referral_id::text AS referral, number, body, step, repeat, carrier_message_id AS sid
    FROM referral_messages
"""
_ACKNOWLEDGED = """
    SELECT DISTINCT referral_id::text FROM referral_events WHERE state IN ('acknowledged', 'declined', 'closed')
"""
_NEVER_HANDED = """
    SELECT referrals.id::text FROM referrals
    WHERE state <> 'withdrawn' AND handed_at IS NULL
"""


@dataclass(slots=True)
class Count:
    """One line: how many there are of what there should be none of, with a few of them."""

    name: str
    of: int
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        shown = f": {', '.join(self.wrong[:SHOWN])}" if self.wrong else ""
        return f"{len(self.wrong):6d} of {self.of:6d}  {self.name}{shown}"


@dataclass(frozen=True, slots=True)
class Sent:
    """What everyone outside has written down: the callers, the carrier, the officers."""

    taken: list[Taken]
    sids: set[str]
    messages: list[Message]
    words: list[OfficersWord]


def count(stand: Stand, sent: Sent) -> list[Count]:
    tips = int(_column(stand, "SELECT count(*) FROM tips")[0])
    referrals = int(_column(stand, "SELECT count(*) FROM referrals")[0])
    chains = Count("tips without exactly one referral chain", tips, _column(stand, _NOT_ONE_REFERRAL))
    return [
        Count("webhooks answered 2xx without a tip (lost)", len(sent.taken), _lost(stand, sent.taken)),
        Count("tips that nobody told", tips, _of_nobody(stand, sent.sids)),
        Count("callers with a second tip of the same (doubled)", tips, _column(stand, _OF_SEVERAL)),
        chains,
        Count("referrals never handed to a carrier", referrals, _column(stand, _NEVER_HANDED)),
        *_at_the_carrier(stand, sent.messages),
        Count("answers of officers without effect", len(sent.words), _without_effect(stand, sent.words)),
    ]


def _lost(stand: Stand, taken: list[Taken]) -> list[str]:
    kept = {True: set(_column(stand, _CALLS)), False: set(_column(stand, _TEXTS))}
    return [one.sid for one in taken if one.sid not in kept[one.is_call]]


def _of_nobody(stand: Stand, sids: set[str]) -> list[str]:
    """Tips that no call and no text of ours began, such as one made of an officer's answer."""
    told: dict[str, bool] = {}
    with stand.database.statement() as session:
        for reference, sid in session.execute(text(_ORIGINS)):
            told[reference] = told.get(reference, False) or sid in sids
    return [reference for reference, known in told.items() if not known]


def _at_the_carrier(stand: Stand, messages: list[Message]) -> list[Count]:
    """The carrier's own file against ours, by the receipt address's referral, the number and the very words."""
    with stand.database.statement() as session:
        rows = session.execute(text(_MESSAGES)).all()
    steps: dict[tuple[str, str, str], set[int]] = {}
    for row in rows:
        if not row.repeat:
            steps.setdefault((row.referral, row.number, row.body), set()).add(row.step)
    known = {(row.referral, row.number, row.body) for row in rows}
    of_referrals = [message for message in messages if _is_referral(message)]
    first = [message for message in of_referrals if not says_repeat(message.body)]
    taken = Counter((message.referral, message.to, message.body) for message in first)
    doubled = [key[0] for key, times in taken.items() if times > len(steps.get(key, ()))]
    strange = [m.sid for m in of_referrals if (m.referral, m.to, m.body) not in known]
    sids = {message.sid for message in messages}
    made_up = [row.sid for row in rows if row.sid is not None and row.sid not in sids]
    return [
        Count("SMS taken twice for one step without saying REPEAT (doubled)", len(first), doubled),
        Count("SMS taken that no row knows", len(of_referrals), strange),
        Count("SMS that our rows have taken, the carrier not", len(rows), made_up),
    ]


def _without_effect(stand: Stand, words: list[OfficersWord]) -> list[str]:
    """A `1` that was answered 2xx takes its referral, whatever was killed then."""
    acknowledged = set(_column(stand, _ACKNOWLEDGED))
    heard = [word for word in words if 200 <= word.status < 300]
    return [word.referral for word in heard if word.referral not in acknowledged]


def says_repeat(body: str) -> bool:
    return body.startswith(_MARKS)


_MARKS = tuple(sms_words(language).gettext(REPEAT) for language in SmsLanguage)


def _is_referral(message: Message) -> bool:
    try:
        uuid.UUID(message.referral)
    except ValueError:
        return False
    return True


def carriers_turns(stand: Stand) -> list[tuple[int, str]]:
    """How often one carrier took over from the other, and why."""
    with stand.database.statement() as session:
        rows = session.execute(text("SELECT share, reason FROM carrier_turns ORDER BY id")).all()
    return [(row.share, row.reason) for row in rows]


def _column(stand: Stand, sql: str) -> list[str]:
    with stand.database.statement() as session:
        return [str(value) for value in session.execute(text(sql)).scalars()]
