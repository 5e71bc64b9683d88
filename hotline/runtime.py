"""What one process holds, and the only place where it is put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hotline.carriers.practice.outgoing_calls import PracticeCalls, PracticeOfficerCalls
from hotline.carriers.practice.sms_sender import PracticeSms
from hotline.carriers.practice_numbers import HOTLINE, SECOND_HOTLINE
from hotline.carriers.twilio import twiml
from hotline.carriers.twilio.account import Account
from hotline.carriers.twilio.codes import CODES_OF_THE_NUMBER
from hotline.carriers.twilio.outgoing_calls import TwilioCalls, TwilioOfficerCalls
from hotline.carriers.twilio.recordings import TwilioMedia, TwilioRecordings
from hotline.carriers.twilio.signatures import SignatureCheck
from hotline.carriers.twilio.sms_sender import TwilioSms
from hotline.database import Database
from hotline.fetching import KeepsForUs
from hotline.languages import LOCALES
from hotline.phone_numbers import pseudonym, read
from hotline.placing import PlacesCalls
from hotline.prompts import PUBLISHED, PromptShelf
from hotline.queues import Queues
from hotline.referrals.ringing import RingsOfficers
from hotline.sealing import Sealer
from hotline.settings import Settings
from hotline.sms.intake import Patience
from hotline.sms.ways import SECOND, Way, Ways
from hotline.spool import Spool
from hotline.tips.contact import Contact

NO_LIMIT = 0


@dataclass(frozen=True, slots=True)
class Runtime:
    """Everything a web process, a worker or a command works with; built by `build_runtime`, closed by `close`."""

    settings: Settings
    database: Database
    queues: Queues
    sealer: Sealer
    spool: Spool
    prompts: PromptShelf
    prompt_url: Callable[[str, str], str]
    signatures: SignatureCheck
    ways: Ways
    recordings: KeepsForUs
    photos: KeepsForUs
    outgoing_calls: PlacesCalls | None
    """None while nobody is to be called back."""
    officer_calls: RingsOfficers | None
    """None while no officer is to be rung."""

    @property
    def published_prompts(self) -> Path:
        """The folder of the recordings that callers hear, filled from the database."""
        return self.settings.state_dir / PUBLISHED

    @property
    def answers_url(self) -> str:
        return f"{self.settings.public_url}/twilio/calls/answer"

    @property
    def receipts_url(self) -> str:
        return f"{self.settings.public_url}/twilio/receipts"

    @property
    def patience(self) -> Patience:
        return Patience(
            quiet=timedelta(seconds=self.settings.sms_quiet_seconds),
            join=timedelta(seconds=self.settings.sms_join_seconds),
        )

    def contact(self, number: str) -> Contact:
        """Whoever calls or texts from this number, as we keep them."""
        e164 = read(number)
        known_by = pseudonym(e164, self.settings.pseudonym_key) if e164 else None
        return Contact(
            self.settings.carrier, known_by, self.sealer.seal_text(e164 or number) if number else None
        )

    def close(self) -> None:
        self.queues.close()
        self.database.close()


def build_runtime(settings: Settings) -> Runtime:
    """Put the process together. Nothing is connected yet: a server that is away shows at its first use."""
    database = Database(settings.database_url)
    sealer = Sealer(settings.sealing_keys)
    shelf = PromptShelf(
        LOCALES, settings.state_dir / "prompts", settings.state_dir / PUBLISHED, twiml.forget_rendered
    )
    public_url = settings.public_url

    def prompt_url(name: str, language: str) -> str:
        return f"{public_url}/prompts/{language}/{shelf.url_name(name, language)}"

    kept_at = _kept_at(settings)
    return Runtime(
        settings=settings,
        database=database,
        queues=Queues(settings.redis_url),
        sealer=sealer,
        spool=Spool(Path(settings.state_dir) / "spool", sealer),
        prompts=shelf,
        prompt_url=prompt_url,
        signatures=_signatures(settings),
        ways=_ways(settings, database),
        recordings=TwilioRecordings(*kept_at),
        photos=TwilioMedia(*kept_at),
        outgoing_calls=_outgoing_calls(settings, database),
        officer_calls=_officer_calls(settings, database),
    )


def _ways(settings: Settings, database: Database) -> Ways:
    if settings.practising:
        return Ways(
            Way(settings.carrier, PracticeSms(database, HOTLINE), HOTLINE, NO_LIMIT),
            Way(SECOND, PracticeSms(database, SECOND_HOTLINE), SECOND_HOTLINE, NO_LIMIT),
        )
    first = _way(settings, settings.carrier, _account(settings), settings.sender)
    second = settings.second
    if second is None:
        return Ways(first)
    account = Account(
        second.account_sid, second.auth_tokens[0], second.api_url, settings.send_timeout_seconds
    )
    return Ways(first, _way(settings, SECOND, account, second.sender))


def _way(settings: Settings, name: str, account: Account, sender: str) -> Way:
    return Way(name, TwilioSms(account, sender), sender, settings.sender_most, CODES_OF_THE_NUMBER)


def _account(settings: Settings) -> Account:
    return Account(
        settings.account_sid, settings.auth_tokens[0], settings.api_url, settings.send_timeout_seconds
    )


def _signatures(settings: Settings) -> SignatureCheck:
    second = settings.second
    others = {second.account_sid: second.auth_tokens} if second else {}
    return SignatureCheck(settings.auth_tokens, settings.public_url, others)


def _outgoing_calls(settings: Settings, database: Database) -> PlacesCalls | None:
    number = settings.missed_call_number
    if not number:
        return None
    if settings.practising:
        return PracticeCalls(database, number)
    return TwilioCalls(_account(settings), number, settings.public_url)


def _officer_calls(settings: Settings, database: Database) -> RingsOfficers | None:
    number = settings.officer_calls_from
    if not number:
        return None
    if settings.practising:
        return PracticeOfficerCalls(database, number)
    return TwilioOfficerCalls(_account(settings), number, settings.public_url)


def _kept_at(settings: Settings) -> tuple[str, str, str]:
    """The account, its token and the host where the carrier keeps what callers said and what came with a text."""
    # The practice carrier keeps it on our own web server, behind the same credentials.
    host = settings.public_url if settings.practising else settings.api_url
    return settings.account_sid, settings.auth_tokens[0], host
