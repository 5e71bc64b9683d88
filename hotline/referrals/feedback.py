"""The word back by SMS that a report is being worked on, or finished: only to who said that their phone is safe."""

from sqlalchemy.orm import Session

from hotline.database import time_of
from hotline.errors import SealBroken
from hotline.hours import within
from hotline.languages import words
from hotline.sealing import Sealer
from hotline.settings_reader import Hours
from hotline.sms import notices
from hotline.sms.obeying import WORD_BACK
from hotline.tips.reference import spaced
from ivr_flows.texts import PROGRESS

# A number that has stopped us hears nothing, whatever it said before. What nobody could be told within a day is not
# told: it would come as a surprise.
_TO_TELL = """
    SELECT tips.id, tips.reference, talk.language, talk.sender_sealed, told.progress
    FROM text_conversations AS talk
    JOIN referrals ON referrals.tip_id = talk.tip_id AND referrals.role = 'main'
    JOIN tips ON tips.id = talk.tip_id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN referrals.closed_at IS NOT NULL THEN 'closed' ELSE 'accepted' END AS progress
    ) AS told
    WHERE talk.safe AND talk.sender_sealed IS NOT NULL AND talk.sender_pseudonym IS NOT NULL
        AND coalesce(referrals.closed_at, referrals.acknowledged_at) > now() - interval '1 day'
        AND NOT EXISTS (SELECT FROM stopped_numbers WHERE pseudonym = talk.sender_pseudonym)
        AND NOT EXISTS (
            SELECT FROM notices WHERE key = %(word_back)s || tips.id::text || '-' || told.progress
        )
    ORDER BY talk.id LIMIT %(limit)s
"""


def put_feedback(session: Session, sealer: Sealer, quiet: Hours, limit: int) -> int:
    """Put the word back to whoever is to hear it, once for each step that a report has come on; how many. None within
    the quiet hours: what happens at night is told in the morning."""
    if within(quiet, time_of(session)):
        return 0
    rows = session.connection().exec_driver_sql(_TO_TELL, {"limit": limit, "word_back": WORD_BACK}).all()
    put = 0
    for row in rows:
        said = words(PROGRESS[row.progress], row.language).replace("{reference}", spaced(row.reference))
        key = f"{WORD_BACK}{row.id}-{row.progress}"
        try:
            number = sealer.open_text(bytes(row.sender_sealed))
        except SealBroken:
            notices.mark(session, key)
            continue
        put += notices.put(session, sealer, key, number, said) is not None
    return put
