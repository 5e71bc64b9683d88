"""The practice carrier's way out for SMS, which leads to its own inbox and nowhere else."""

from datetime import datetime

from hotline.carriers.practice import inbox
from hotline.carriers.practice_numbers import HOTLINE
from hotline.database import Database


class PracticeSms:
    """Implements SendsSms. A database that is away leaves the fate unknown, as a carrier that falls silent does."""

    def __init__(self, database: Database, sender: str = HOTLINE) -> None:
        self._database = database
        self._sender = sender

    def send(self, to: str, body: str, receipt_url: str) -> str:
        with self._database.bare() as connection:
            return inbox.put(connection, to, self._sender, body, receipt_url)

    def look_up(self, to: str, body: str, since: datetime) -> str | None:
        with self._database.statement() as session:
            return inbox.find(session, to, self._sender, body, since)
