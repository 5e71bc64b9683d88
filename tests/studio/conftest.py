"""A supervisor in the studio, and made-up sound to hand in."""

import io
import math
import random
import struct
import wave
from typing import Any

import pytest

from hotline.supervisors.accounts import make_supervisor
from tests.console.conftest import Visitor

RATE = 16_000
PROMPT = "goodbye"


def speech(seconds: float = 1.5, loudness: float = 0.3, rate: int = RATE) -> list[float]:
    """Something with the rise and fall of syllables, and a little of the noise of a room."""
    made_up = random.Random(7)
    return [
        loudness * math.sin(math.tau * 320 * at / rate) * (0.55 + 0.45 * math.sin(math.tau * 4 * at / rate))
        + made_up.gauss(0, loudness / 500)
        for at in range(round(seconds * rate))
    ]


def silence(seconds: float, rate: int = RATE) -> list[float]:
    return [0.0] * round(seconds * rate)


def wav(samples: list[float], rate: int = RATE) -> bytes:
    """16 bit, one channel."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        whole = (max(-32768, min(32767, round(sample * 32768))) for sample in samples)
        writer.writeframes(b"".join(struct.pack("<h", sample) for sample in whole))
    return file.getvalue()


class Studio(Visitor):
    """A browser without a screen in which a supervisor works on recordings."""

    def address(self, name: str = PROMPT, language: str = "ur") -> str:
        return f"/console/prompts/{language}/{name}"

    def hand_in(self, sound: bytes, name: str = PROMPT, language: str = "ur") -> Any:
        page = self.address(name, language)
        return self.client.post(
            f"{page}/recordings",
            data={"csrf_token": self.token(page), "sound": (io.BytesIO(sound), "a recording")},
            content_type="multipart/form-data",
        )

    def record(self, sound: bytes, name: str = PROMPT, language: str = "ur") -> int:
        """Hand in what is fit, and say which recording it has become."""
        handed_in = self.hand_in(sound, name, language)
        assert handed_in.status_code == 303, handed_in.text
        return int(handed_in.headers["Location"].partition("#recording-")[2])

    def publish(
        self, recording: int | None, seen: int, name: str = PROMPT, language: str = "ur"
    ) -> Any:
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
