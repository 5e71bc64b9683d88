"""What an operator can set: read once from the environment, frozen, every fault named at once."""

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from urllib.parse import quote, urlsplit

from hotline.errors import SettingsWrong
from hotline.settings_reader import Hours, Reader
from hotline.variables import DEFAULTS, TWILIO_API

PRACTICE = "practice"
TWILIO = "twilio"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LONGEST_SOCKET_PATH = 100
MINUTES_A_DAY = 1440
LEAST_AWAKE = 120
# Looked up and sent, it must be over before whoever claimed it is taken for dead.
LONGEST_SENDING = 10


@dataclass(frozen=True, slots=True)
class SecondAccount:
    """Another account, at the same carrier or at one that speaks its words; its secrets stay out of its repr."""

    account_sid: str
    auth_tokens: tuple[str, ...] = field(repr=False)
    sender: str
    api_url: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one installation; secrets stay out of its repr."""

    port: int
    state_dir: Path
    public_url: str
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    embedded_database: bool
    embedded_redis: bool
    carrier: str
    account_sid: str
    auth_tokens: tuple[str, ...] = field(repr=False)
    sender: str
    api_url: str
    second: SecondAccount | None
    sealing_keys: tuple[str, ...] = field(repr=False)
    pseudonym_key: str = field(repr=False)
    session_key: str = field(repr=False)
    sms_quiet_seconds: int
    sms_join_seconds: int
    call_partial_seconds: int
    call_silent_seconds: int
    emergency_number: str
    desk_number: str
    desk_days: frozenset[int]
    desk_hours: Hours
    send_timeout_seconds: int
    missed_call_number: str
    quiet_hours: Hours
    acknowledge_urgent_seconds: int
    acknowledge_normal_seconds: int
    sender_most: int
    officer_calls_from: str
    alarm_seconds: int
    alarm_url: str = field(repr=False)
    alarm_phones: str = field(repr=False)
    digest_at: time
    log_level: str

    @property
    def practising(self) -> bool:
        """Whether calls and texts come from the practice carrier, which has no line to the outside."""
        return self.carrier == PRACTICE

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Read every setting; raises SettingsWrong with one line for each that is missing or wrong."""
        return _AllSettings(environ, DEFAULTS).settings()


def socket_folder(state_dir: Path) -> Path:
    """Where the embedded servers listen: inside the state folder, or, where that path is too long for a unix
    socket, in a folder of the temporary directory that only this state folder's name leads to."""
    inside = state_dir.resolve() / "run"
    if len(str(inside / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
        return inside
    name = hashlib.sha256(str(state_dir.resolve()).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"raabta-{name}"


def embedded_addresses(state_dir: Path) -> tuple[str, str]:
    """The database URL and the queue store's URL of the servers that this state folder starts."""
    folder = socket_folder(state_dir)
    database = f"postgresql+psycopg://postgres@/hotline?host={quote(str(folder), safe='')}"
    return database, f"unix://{folder}/valkey.sock"


class _AllSettings(Reader):
    def settings(self) -> Settings:
        port = self.number("HOTLINE_PORT", 1, 65535)
        public_url = self._public_url(port)
        database_url, redis_url = self._servers()
        carrier, account_sid, tokens = self._carrier()
        settings = Settings(
            port=port,
            state_dir=self.state_dir,
            public_url=public_url,
            database_url=database_url,
            redis_url=redis_url,
            embedded_database=not self.text("HOTLINE_DATABASE_URL"),
            embedded_redis=not self.text("HOTLINE_REDIS_URL"),
            carrier=carrier,
            account_sid=account_sid,
            auth_tokens=tokens,
            sender=self.text("TWILIO_FROM"),
            api_url=(self.text("TWILIO_API_URL") or TWILIO_API).rstrip("/"),
            second=self._second(carrier, account_sid),
            sealing_keys=tuple(self.key("HOTLINE_SEALING_KEYS", "sealing").replace(",", " ").split()),
            pseudonym_key=self.key("HOTLINE_PSEUDONYM_KEY", "pseudonym"),
            session_key=self.key("HOTLINE_SESSION_KEY", "session"),
            emergency_number=self.phone_number("HOTLINE_EMERGENCY_NUMBER"),
            desk_number=self.phone_number("HOTLINE_DESK_NUMBER"),
            desk_days=self.days("HOTLINE_DESK_DAYS"),
            desk_hours=self.hours("HOTLINE_DESK_HOURS"),
            missed_call_number=self.phone_number("HOTLINE_MISSED_CALL_NUMBER"),
            quiet_hours=self._quiet_hours(),
            officer_calls_from=self.phone_number("HOTLINE_OFFICER_CALLS_FROM"),
            alarm_url=self.web_address("HOTLINE_ALARM_URL"),
            alarm_phones=self.text("HOTLINE_ALARM_PHONES"),
            digest_at=self.clock("HOTLINE_DIGEST_AT"),
            log_level=self._log_level(),
            **self._numbers(),
        )
        if self.faults:
            raise SettingsWrong(self.faults)
        return settings

    def _numbers(self) -> dict[str, int]:
        return {
            "sms_quiet_seconds": self.number("HOTLINE_SMS_QUIET_SECONDS", 0, 3600),
            "sms_join_seconds": self.number("HOTLINE_SMS_JOIN_SECONDS", 0, 86400),
            "call_partial_seconds": self.number("HOTLINE_CALL_PARTIAL_SECONDS", 1, 3600),
            "call_silent_seconds": self.number("HOTLINE_CALL_SILENT_SECONDS", 1, 86400),
            "send_timeout_seconds": self.number("HOTLINE_SEND_TIMEOUT_SECONDS", 1, LONGEST_SENDING),
            "acknowledge_urgent_seconds": self.number("HOTLINE_ACKNOWLEDGE_URGENT_SECONDS", 1, 86400),
            "acknowledge_normal_seconds": self.number("HOTLINE_ACKNOWLEDGE_NORMAL_SECONDS", 1, 604800),
            "sender_most": self.number("HOTLINE_SENDER_MOST", 0, 100000),
            "alarm_seconds": self.number("HOTLINE_ALARM_SECONDS", 5, 86400),
        }

    def _quiet_hours(self) -> Hours:
        begin, end = hours = self.hours("HOTLINE_QUIET_HOURS")
        awake = (begin.hour * 60 + begin.minute - end.hour * 60 - end.minute) % MINUTES_A_DAY
        if awake < LEAST_AWAKE:
            self.faults.append("HOTLINE_QUIET_HOURS must leave at least two hours of the day")
            return time(22), time(7)
        return hours

    def _public_url(self, port: int) -> str:
        url = (self.text("HOTLINE_PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/")
        parts = urlsplit(url)
        if not url.isascii() or parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
            self.faults.append(f"HOTLINE_PUBLIC_URL must be an http(s) address without a query, not {url!r}")
        elif parts.scheme == "http" and parts.hostname not in LOOPBACK:
            self.faults.append("HOTLINE_PUBLIC_URL must be https: http is only for a loopback address")
        return url

    def _servers(self) -> tuple[str, str]:
        database_url, redis_url = embedded_addresses(self.state_dir)
        named_database = self.text("HOTLINE_DATABASE_URL")
        named_redis = self.text("HOTLINE_REDIS_URL")
        if named_database:
            scheme, separator, rest = named_database.partition("://")
            if scheme not in {"postgresql", "postgres", "postgresql+psycopg"} or not separator:
                self.faults.append("HOTLINE_DATABASE_URL must begin with postgresql://")
            database_url = f"postgresql+psycopg://{rest}"
        if named_redis:
            if not named_redis.startswith(("redis://", "rediss://", "unix://")):
                self.faults.append("HOTLINE_REDIS_URL must begin with redis://, rediss:// or unix://")
            redis_url = named_redis
        return database_url, redis_url

    def _carrier(self) -> tuple[str, str, tuple[str, ...]]:
        sid = self.text("TWILIO_ACCOUNT_SID")
        tokens = self._tokens("TWILIO_AUTH_TOKEN")
        carrier = self.text("HOTLINE_CARRIER") or (TWILIO if sid or tokens else PRACTICE)
        if carrier == PRACTICE:
            if sid or tokens:
                self.faults.append(
                    "HOTLINE_CARRIER=practice cannot stand beside TWILIO_ACCOUNT_SID/TWILIO_AUTH_TOKEN"
                )
            return carrier, *self._practice_credentials()
        if carrier != TWILIO:
            self.faults.append(f"HOTLINE_CARRIER must be practice or twilio, not {carrier!r}")
        for name, value in (
            ("TWILIO_ACCOUNT_SID", sid),
            ("TWILIO_AUTH_TOKEN", tokens),
            ("TWILIO_FROM", self.text("TWILIO_FROM")),
        ):
            if not value:
                self.faults.append(f"{name} is missing: the carrier twilio needs it")
        return carrier, sid, tokens

    def _second(self, carrier: str, first_sid: str) -> SecondAccount | None:
        """All of it or nothing; only its address has a default."""
        names = {
            "HOTLINE_SECOND_ACCOUNT_SID": self.text("HOTLINE_SECOND_ACCOUNT_SID"),
            "HOTLINE_SECOND_AUTH_TOKEN": self.text("HOTLINE_SECOND_AUTH_TOKEN"),
            "HOTLINE_SECOND_FROM": self.text("HOTLINE_SECOND_FROM"),
        }
        url = self.web_address("HOTLINE_SECOND_API_URL")
        if not any(names.values()) and not url:
            return None
        if carrier == PRACTICE:
            self.faults.append("HOTLINE_CARRIER=practice cannot stand beside a second account")
        self.faults += [
            f"{name} is missing: a second account needs it" for name, value in names.items() if not value
        ]
        if url.startswith("http://") and urlsplit(url).hostname not in LOOPBACK:
            self.faults.append("HOTLINE_SECOND_API_URL must be https: http is only for a loopback address")
        sid, _, sender = names.values()
        tokens = self._tokens("HOTLINE_SECOND_AUTH_TOKEN")
        if sid and sid == first_sid:
            self.faults.append("HOTLINE_SECOND_ACCOUNT_SID is the first account: it would fail with it")
        return SecondAccount(sid, tokens, sender, (url or TWILIO_API).rstrip("/"))

    def _tokens(self, name: str) -> tuple[str, ...]:
        return tuple(self.text(name).replace(",", " ").split())

    def _practice_credentials(self) -> tuple[str, tuple[str, ...]]:
        try:
            kept = json.loads((self.keys_dir / "practice").read_text(encoding="utf-8"))
            return str(kept["account_sid"]), (str(kept["auth_token"]),)
        except (OSError, ValueError, KeyError):
            self.faults.append(self.no_key("practice"))
            return "", ()

    def _log_level(self) -> str:
        level = (self.text("HOTLINE_LOG_LEVEL") or DEFAULTS["HOTLINE_LOG_LEVEL"]).upper()
        if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            self.faults.append(f"HOTLINE_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR, not {level!r}")
        return level
