"""A hotline of a few TwiML documents, for the practice line to call."""

from twilio.request_validator import RequestValidator

from hotline.carriers.practice import wav
from tests.carriers.far_end import Answer

ACCOUNT, TOKEN = "AC" + "0" * 32, "5" * 32
CALLER, HOTLINE = "+923640009001", "+923640000000"
IMMUTABLE = {"Cache-Control": "public, max-age=31536000, immutable"}
GATHER = (
    "<Gather numDigits='1' timeout='4' finishOnKey='' actionOnEmptyResult='true' action='/keys'>{}</Gather>"
)


class Hotline:
    """A hotline of a few documents: what each address answers, and what it was sent."""

    def __init__(self, far_end):
        self.far_end = far_end
        self.documents = {"/twilio/calls/ended": Answer(status=204)}
        self.prompts = 0
        far_end.answer = self.answer

    def says(self, path, twiml):
        self.documents[path] = Answer(f"<Response>{twiml}</Response>".encode())

    def answer(self, sent):
        if sent.path.startswith("/prompts/"):
            self.prompts += 1
            seconds = float(sent.path.rpartition("/")[2].removesuffix(".wav"))
            return Answer(wav.tone(seconds), headers=IMMUTABLE)
        if sent.method == "GET":
            return Answer(status=404)
        address = self.far_end.url + sent.target
        assert RequestValidator(TOKEN).validate(address, sent.form, sent.headers["X-Twilio-Signature"])
        return self.documents.get(sent.path, Answer(status=404))

    @property
    def posts(self):
        return [(sent.path, sent.form) for sent in self.far_end.sent if sent.method == "POST"]

    @property
    def paths(self):
        return [path for path, _ in self.posts]


def kinds(events):
    return [type(event) for event in events]
