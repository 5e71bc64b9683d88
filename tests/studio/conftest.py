"""A supervisor in the studio, and made-up sound to hand in."""

import io
import math
import wave
from typing import Any

import numpy
import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from hotline.supervisors.accounts import make_supervisor
from tests.console.conftest import Visitor

RATE = 16_000
PROMPT = "goodbye"


def speech(seconds: float = 1.5, loudness: float = 0.3, rate: int = RATE) -> list[float]:
    """Something with the rise and fall of syllables, and a little of the noise of a room."""
    at = numpy.arange(round(seconds * rate)) / rate
    voice = numpy.sin(math.tau * 320 * at) * (0.55 + 0.45 * numpy.sin(math.tau * 4 * at))
    room = numpy.random.default_rng(7).normal(0, 1 / 500, len(at))
    samples: list[float] = (loudness * (voice + room)).tolist()
    return samples


def silence(seconds: float, rate: int = RATE) -> list[float]:
    return [0.0] * round(seconds * rate)


def wav(samples: list[float], rate: int = RATE) -> bytes:
    """16 bit, one channel."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        whole = numpy.clip(numpy.rint(numpy.array(samples) * 32768), -32768, 32767)
        writer.writeframes(whole.astype("<i2").tobytes())
    return file.getvalue()


class Studio(Visitor):
    """A browser without a screen in which a supervisor works on recordings."""

    def address(self, name: str = PROMPT, language: str = "ur") -> str:
        return f"/console/prompts/{language}/{name}"

    def hand_in(self, sound: bytes, name: str = PROMPT, language: str = "ur") -> Any:
        page = self.address(name, language)
        return self.post_sound(f"{page}/recordings", self.token(page), sound)

    def post_sound(self, address: str, token: str, sound: bytes) -> Any:
        file = FileStorage(io.BytesIO(sound), filename="a recording")
        boundary, body = encode_multipart({"csrf_token": token, "sound": file})
        return self.client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")

    def record(self, sound: bytes, name: str = PROMPT, language: str = "ur") -> int:
        """Hand in what is fit, and say which recording it has become."""
        handed_in = self.hand_in(sound, name, language)
        assert handed_in.status_code == 303, handed_in.text
        return int(handed_in.headers["Location"].partition("#recording-")[2])

    def publish(self, recording: int | None, seen: int, name: str = PROMPT, language: str = "ur") -> Any:
        page = self.address(name, language)
        chosen = "" if recording is None else str(recording)
        return self.send(page, f"{page}/publish", recording=chosen, seen=str(seen))


def a_studio(app: Any, database: Any, name: str) -> Studio:
    with database.transaction() as session:
        password = make_supervisor(session, name)
    studio = Studio(app.test_client())
    assert studio.sign_in(name, password).status_code == 303
    return studio


@pytest.fixture
def nadia(app: Any, database: Any) -> Studio:
    return a_studio(app, database, "nadia")


@pytest.fixture
def imran(app: Any, database: Any) -> Studio:
    return a_studio(app, database, "imran")
