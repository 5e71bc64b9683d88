"""The SMS inbox of every practice handset, a circle's or a texter's, and the receipts of what arrived there."""

import secrets
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Table, insert, select, text
from sqlalchemy.orm import Session

from hotline.carriers.practice.exchange import Exchange, WebhookFailed
from hotline.carriers.practice.models import PracticeText
from hotline.database import WRITTEN_LATER, Database, utc_now
from hotline.settings import Settings

RECEIPTS = ("sent", "delivered")


# A carrier takes a message in its own time: one that a crash loses here was not noted as sent either.
_PUT = insert(cast(Table, PracticeText.__table__)).returning(text(WRITTEN_LATER))


def put(connection: Connection | Session, to: str, sender: str, body: str, receipt_url: str = "") -> str:
    """Deliver one text to the handset of `to`; returns its message id."""
    message_id = f"SM{secrets.token_hex(16)}"
    connection.execute(
        _PUT,
        {
            "message_id": message_id,
            "to_number": to,
            "from_number": sender,
            "body": body,
            "receipt_url": receipt_url,
        },
    )
    return message_id


def inbox(session: Session, number: str | None = None, after: int = 0) -> list[PracticeText]:
    """The texts on this handset (on every handset, without one), oldest first, those with an id above `after`."""
    query = select(PracticeText).where(PracticeText.id > after).order_by(PracticeText.id)
    if number is not None:
        query = query.where(PracticeText.to_number == number)
    return list(session.scalars(query))


def newest(session: Session) -> int:
    """The id of the newest text on any handset, 0 before the first."""
    return session.scalar(select(PracticeText.id).order_by(PracticeText.id.desc()).limit(1)) or 0


def find(session: Session, to: str, sender: str, body: str, since: datetime) -> str | None:
    """The message id of a text with these words that this handset got from this sender since then."""
    alike = PracticeText.to_number == to, PracticeText.from_number == sender, PracticeText.body == body
    return session.scalar(
        select(PracticeText.message_id)
        .where(*alike, PracticeText.sent_at >= since)
        .order_by(PracticeText.id)
        .limit(1)
    )


def deliver_receipts(database: Database, settings: Settings, limit: int = 100) -> int:
    """Post the receipts that are due, `sent` then `delivered`, oldest first; returns how many texts got theirs.

    What the web could not take stays due for the next time. Each text is locked while its receipts are on
    their way, so that two clocks never both post them, and one that dies leaves them due.
    """
    exchange = Exchange.of(settings)
    done = after = 0
    try:
        for _ in range(limit):
            with database.transaction() as session:
                text = _next_due(session, after)
                if text is None:
                    break
                after = text.id
                try:
                    _post_receipts(exchange, text)
                except WebhookFailed as failure:
                    if not failure.status:  # nobody there: the others would fare no better
                        break
                else:
                    text.receipted_at = utc_now()
                    done += 1
    finally:
        exchange.close()
    return done


def post_receipt(exchange: Exchange, text: PracticeText, status: str, error_code: str = "") -> None:
    """Post one receipt of any status, as often as asked; raises WebhookFailed."""
    fields = {
        "MessageSid": text.message_id,
        "SmsSid": text.message_id,
        "MessageStatus": status,
        "SmsStatus": status,
        "To": text.to_number,
        "From": text.from_number,
    }
    exchange.post(text.receipt_url, fields | ({"ErrorCode": error_code} if error_code else {}))


def _next_due(session: Session, after: int) -> PracticeText | None:
    return session.scalar(
        select(PracticeText)
        .where(PracticeText.receipted_at.is_(None), PracticeText.receipt_url != "", PracticeText.id > after)
        .order_by(PracticeText.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _post_receipts(exchange: Exchange, text: PracticeText) -> None:
    """Raises WebhookFailed when the web could not take them; one that refuses a receipt has had it."""
    for status in RECEIPTS:
        try:
            post_receipt(exchange, text, status)
        except WebhookFailed as failure:
            if not 400 <= failure.status < 500:
                raise
