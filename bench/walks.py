"""Whole calls and texts as signed requests: where each answer leads is worked out from the flow beforehand."""

from bench.lines import Request
from bench.signed import Carrier, new_sid
from hotline.carriers.practice_numbers import caller_number
from ivr_flows.engine import Heard, Position, Turn, answer, begin
from ivr_flows.flows import PHONE

URDU = "1"
REPORT = "1"
FORCED_WORK = "1"
FOR_A_DEBT = "1"
NO_DANGER = "2"
PUNJAB = "1"
DO_NOT_CALL = "4"
OVER = b"</Response>"
NOTHING = b" 204 "

TOWNS = ("Gujranwala", "Faisalabad", "Multan", "Peshawar", "Quetta", "Sialkot", "Larkana", "Sargodha")
URGENT = (
    "My brother is held at a brick kiln near {town}, they do not let him go because of a loan",
    "bhai ko bhatte par qaid kiya hua hai, {town} ke paas, peshgi wapas mangte hain",
)
WORDS = (
    *URGENT,
    "An agent in {town} took our money and passports, he sends girls abroad",
)


class CallWalk:
    """One call, request by request; each method returns the next one and moves on."""

    def __init__(self, carrier: Carrier, place: int) -> None:
        self.carrier = carrier
        self.sid = new_sid("CA")
        self.number = caller_number(place)
        self.turn: Turn = begin(PHONE, "ur")

    def ring(self) -> Request:
        form = {**self.carrier.call_form(self.sid, self.number), "CallStatus": "ringing"}
        return self.carrier.post("/twilio/calls/incoming", form, str(self.turn.position).encode())

    def press(self, key: str) -> Request:
        return self._answer(self.carrier.keyed_form(self.sid, self.number, key), Heard(digits=key))

    def speak(self) -> Request:
        recording = new_sid("RE")
        where = (
            f"{self.carrier.public_url}/2010-04-01/Accounts/{self.carrier.account_sid}/Recordings/{recording}"
        )
        further = {"RecordingSid": recording, "RecordingUrl": where, "RecordingDuration": "7", "Digits": "#"}
        return self._answer(self.carrier.call_form(self.sid, self.number, **further), Heard(recording=True))

    def hang_up(self) -> Request:
        further = {
            "CallDuration": "93",
            "Timestamp": "Mon, 03 Nov 2025 08:00:00 +0000",
            "SequenceNumber": "0",
        }
        form = {**self.carrier.call_form(self.sid, self.number, **further), "CallStatus": "completed"}
        return self.carrier.post("/twilio/calls/ended", form, NOTHING)

    def _answer(self, form: dict[str, str], heard: Heard) -> Request:
        here: Position = self.turn.position
        self.turn = answer(here, heard).turn
        expected = OVER if self.turn.over else str(self.turn.position).encode()
        return self.carrier.post(f"/twilio/calls/answer/{here}", form, expected)


def opening(walk: CallWalk) -> list[Request]:
    """Up to the question what it is about."""
    return [walk.ring(), walk.press(URDU), walk.press(REPORT)]


def keyed(walk: CallWalk) -> list[Request]:
    """The steps in the middle, each answered with one key."""
    return [walk.press(key) for key in (FORCED_WORK, FOR_A_DEBT, NO_DANGER, PUNJAB)]


def whole(walk: CallWalk) -> list[Request]:
    before = [*opening(walk), *keyed(walk)]
    return [*before, walk.speak(), walk.speak(), walk.press(DO_NOT_CALL), walk.hang_up()]


def cut_short(walk: CallWalk) -> list[Request]:
    """A caller who hangs up before saying a word: what was keyed is a tip."""
    return [*opening(walk), *keyed(walk), walk.hang_up()]


def text(carrier: Carrier, sid: str, place: int, among: tuple[str, ...] = WORDS) -> Request:
    """A first text that names its place, from a number that has not written before."""
    words = text_words(place, among)
    return carrier.post(
        "/twilio/sms/incoming", carrier.text_form(sid, caller_number(place), words), b"<Message>"
    )


def text_words(place: int, among: tuple[str, ...] = WORDS) -> str:
    return among[place % len(among)].format(town=TOWNS[place % len(TOWNS)])
