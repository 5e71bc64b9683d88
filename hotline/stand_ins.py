"""Stand-in recordings of the prompts: spoken by eSpeak NG, made fit for a telephone line.

They are robotic and let everything be tried and tested; a real service records a person.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy

from hotline.errors import HotlineError
from hotline.line_sound import Samples, for_the_line, wav
from hotline.prompts import said_in
from ivr_flows.steps import Prompt

WORDS_A_MINUTE = 140
VOICE = Path(__file__).with_name("voice.py")
# A new number renders everything again: raise it with every change of the sound.
RENDERING = 1


class NoVoice(HotlineError):
    """eSpeak NG is not here; the message says how to get it."""


class Speaks(Protocol):
    def __call__(self, texts: Sequence[tuple[str, str]]) -> Iterator[tuple[Samples, int]]:
        """For each (voice, text): the samples, from -1 to 1, and how many of them a second has."""


def render_stand_ins(
    prompts: Iterable[Prompt],
    languages: Iterable[str],
    words: Callable[[Prompt, str], str],
    into: Path,
    voice_of: Callable[[Prompt, str], str] = lambda _, language: language,
) -> int:
    """Render each prompt that `into` lacks and remove those whose words have changed; how many were rendered.

    `words` and `voice_of` tell what is said for a prompt in a language, and with which of the engine's voices.
    """
    wanted: dict[Path, tuple[str, str]] = {}
    for prompt, language in said_in(prompts, languages):
        text, voice = words(prompt, language), voice_of(prompt, language)
        key = hashlib.sha256(f"{RENDERING}|{WORDS_A_MINUTE}|{voice}|{text}".encode()).hexdigest()[:12]
        wanted[into / language / f"{prompt.name}.{key}.wav"] = (voice, text)
    lacking = {path: said for path, said in wanted.items() if not path.exists()}
    if lacking:
        _render(lacking)
    for path in into.glob("*/*.wav"):
        if path not in wanted:
            path.unlink()
    return len(lacking)


def _render(lacking: dict[Path, tuple[str, str]]) -> None:
    speak = find_voice()
    for path, (sound, rate) in zip(lacking, speak(list(lacking.values())), strict=True):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written beside and renamed: a prompt cut short by a crash would never be rendered again.
        draft = path.with_suffix(f".{os.getpid()}.draft")
        draft.write_bytes(wav(for_the_line(spoken_part(sound, rate), rate)))
        draft.replace(path)


def find_voice() -> Speaks:
    """The library of the wheel where there is one for this machine, else an installed program; raises NoVoice."""
    package = importlib.util.find_spec("espeakng_loader")
    for place in (package.submodule_search_locations or []) if package else []:
        for library in sorted(
            [*Path(place).glob("libespeak-ng.so"), *Path(place).glob("libespeak-ng.dylib")]
        ):
            return Library(library)
    program = shutil.which("espeak-ng")
    if program is None:
        raise NoVoice(
            "no voice for the prompts: install the program espeak-ng (Debian: apt install espeak-ng), "
            "or put recordings of all prompts into locales/<language>/"
        )
    return Program(program)


class Program:
    """An installed espeak-ng."""

    def __init__(self, program: str) -> None:
        self._program = program

    def __call__(self, texts: Sequence[tuple[str, str]]) -> Iterator[tuple[Samples, int]]:
        for voice, text in texts:
            command = [self._program, "-v", voice, "-s", str(WORDS_A_MINUTE), "--stdin", "--stdout"]
            done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
            start = done.stdout.find(b"data")
            if done.returncode or start < 0:
                raise NoVoice(f"{self._program} does not speak {voice}")
            (rate,) = struct.unpack_from("<I", done.stdout, 24)
            sound = done.stdout[start + 8 :]
            yield _samples(sound[: len(sound) // 2 * 2]), rate


class Library:
    """The engine's library from the wheel, in a process of its own."""

    def __init__(self, library: Path) -> None:
        self._library = library

    def __call__(self, texts: Sequence[tuple[str, str]]) -> Iterator[tuple[Samples, int]]:
        with tempfile.TemporaryDirectory(prefix="raabta-voice-") as folder:
            # The engine cuts a path longer than about 160 bytes: a link from a short place leads to its data.
            Path(folder, "espeak-ng-data").symlink_to(self._library.parent / "espeak-ng-data")
            # -S: the program needs nothing installed, and starts in half the time.
            command = [sys.executable, "-S", "-E", VOICE, self._library, folder, str(WORDS_A_MINUTE)]
            done = subprocess.run(
                [str(word) for word in command],
                input=json.dumps(texts).encode(),
                capture_output=True,
                check=False,
            )
        if done.returncode:
            words = done.stderr.decode(errors="replace").strip()[-200:]
            raise NoVoice(f"eSpeak NG does not speak: {words or f'it ended with {done.returncode}'}")
        start = 0
        for _ in texts:
            rate, size = struct.unpack_from("<II", done.stdout, start)
            yield _samples(done.stdout[start + 8 : start + 8 + size]), rate
            start += 8 + size


def _samples(sound: bytes) -> Samples:
    return numpy.frombuffer(sound, dtype="<i2").astype(numpy.float64) / 32768


def spoken_part(samples: Samples, rate: int) -> Samples:
    """From the first sound to the last, with a tenth of a second of quiet on either side."""
    loud = numpy.flatnonzero(numpy.abs(samples) > 0.01)
    if not loud.size:
        raise NoVoice("eSpeak NG said nothing")
    quiet = numpy.zeros(rate // 10)
    return numpy.concatenate([quiet, samples[loud[0] : loud[-1] + 1], quiet])
