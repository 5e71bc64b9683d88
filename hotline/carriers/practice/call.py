"""A practice call as the carrier keeps it: its documents, fetched or fallen back from, its clock and its end."""

from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError, fromstring

from hotline.carriers.practice.events import Awaits, Ended, EndedBy, Event, Failed, Fetched, Spoken
from hotline.carriers.practice.exchange import Exchange, WebhookFailed
from hotline.carriers.practice.state import COMPLETED, OVER, CallState, call_fields

ENDED = "/twilio/calls/ended"
FALLBACK = "/twilio/calls/failed"
UNREADABLE = 12100
NO_CODE = 0
# Documents in a row without a wait: a redirect that leads to itself must end.
MOST_DOCUMENTS = 20
APOLOGY = "We are sorry, an application error has occurred. Goodbye."


class Call:
    """Holds what happened since the caller last did something; `take_events` hands it out."""

    def __init__(self, exchange: Exchange, state: CallState) -> None:
        self.exchange = exchange
        self.state = state
        self._events: list[Event] = []
        self._verbs: list[Element] | None = None

    @property
    def over(self) -> bool:
        return self.state.status in OVER

    @property
    def verbs(self) -> list[Element]:
        """The verbs of the document in hand, read again when the state comes from a store."""
        if self._verbs is None:
            self._verbs = read_document(self.state.document.encode())
        return self._verbs

    def next_verb(self) -> Element | None:
        if self.state.place >= len(self.verbs):
            return None
        self.state.place += 1
        return self.verbs[self.state.place - 1]

    def happened(self, event: Event) -> None:
        self._events.append(event)

    def take_events(self) -> list[Event]:
        events, self._events = self._events, []
        return events

    def address(self, target: str) -> str:
        """A target of the document in hand, which may be relative to where it came from."""
        try:
            return urljoin(self.state.address, target.strip())
        except ValueError:  # no address at all: it fails where it is fetched
            return target

    def fetch(self, url: str, fields: dict[str, str]) -> None:
        """Make the document at `url` the one in hand; if it fails the fallback's; if that fails too, end."""
        if self.state.documents >= MOST_DOCUMENTS:
            self.happened(Failed(NO_CODE, url, "documents lead to each other without end"))
            self._break_off()
            return
        try:
            self._take(url, fields)
        except WebhookFailed as failure:
            self.happened(Failed(failure.code, url, failure.why))
            self._fall_back(url, failure.code)

    def tell(self, url: str, fields: dict[str, str]) -> None:
        """Post what asks for no document back."""
        try:
            reply = self.exchange.post(url, {**call_fields(self.state), **fields})
            self.happened(Fetched(url, reply.status, reply.milliseconds))
        except WebhookFailed as failure:
            self.happened(Failed(failure.code, url, failure.why))

    def end(self, by: EndedBy, status: str = COMPLETED) -> None:
        """Hang up, or never pick up, and report it to the status callback."""
        self.state.status, self.state.awaits = status, Awaits.NOTHING
        length = round(self.state.seconds)
        fields = {
            "CallDuration": str(length),
            "Duration": str(-(-length // 60)),
            "Timestamp": format_datetime(datetime.now(UTC)),
            "SequenceNumber": "0",
            "CallbackSource": "call-progress-events",
        }
        self.tell(self.exchange.public_url + ENDED, fields)
        self.happened(Ended(by, length, status))

    def _fall_back(self, url: str, code: int) -> None:
        fallback = self.exchange.public_url + FALLBACK
        try:
            self._take(fallback, {"ErrorCode": str(code), "ErrorUrl": url})
        except WebhookFailed as failure:
            self.happened(Failed(failure.code, fallback, failure.why))
            self._break_off()

    def _take(self, url: str, fields: dict[str, str]) -> None:
        self.state.documents += 1
        reply = self.exchange.post(url, {**call_fields(self.state), **fields})
        self.happened(Fetched(url, reply.status, reply.milliseconds))
        self._verbs = read_document(reply.body)
        self.state.document, self.state.address, self.state.place = reply.body.decode(), url, 0

    def _break_off(self) -> None:
        self.happened(Spoken(APOLOGY, "en-US", barge_in=False))
        self.end(EndedBy.FAULT)


def read_document(document: bytes) -> list[Element]:
    """The verbs of a TwiML document; raises WebhookFailed when it is none."""
    try:
        document.decode()
        # Our own server's answer, 64 kB at most; expat itself bounds what entities may grow to.
        response = fromstring(document)  # noqa: S314
    except (UnicodeDecodeError, ParseError):
        raise WebhookFailed(UNREADABLE, "not a TwiML document") from None
    if response.tag != "Response":
        raise WebhookFailed(UNREADABLE, "not a TwiML document")
    return list(response)
