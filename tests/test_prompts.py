"""Prompts: what a carrier plays is telephone sound, loud enough, and the same on every machine."""

import math
import struct
from pathlib import Path

import pytest

from hotline.prompts import PromptMissing, PromptShelf
from hotline.stand_ins import render_stand_ins
from ivr_flows.steps import Prompt

URDU_WORDS = "مدد کے لیے ایک دبائیں"
WELCOME = Prompt("welcome", "Press one for help")
URDU_ONLY = Prompt("choose.urdu", "For Urdu press one", "ur")
PROMPTS = (WELCOME, URDU_ONLY)


def words(prompt: Prompt, language: str) -> str:
    return URDU_WORDS if language == "ur" else prompt.words


def a_recording(content: bytes) -> bytes:
    return b"RIFF" + content


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rendered")
    assert render_stand_ins(PROMPTS, ["ur", "en"], words, folder) == 3
    return folder


def decoded(sound: bytes) -> list[float]:
    """G.711 mu-law as the standard's table has it."""
    samples = []
    for byte in sound:
        code = ~byte & 0xFF
        size = ((((code & 0x0F) << 3) + 132) << ((code >> 4) & 7)) - 132
        samples.append((-size if code & 0x80 else size) / 32768)
    return samples


def decibels(value: float) -> float:
    return 20 * math.log10(value)


def test_a_stand_in_is_a_mu_law_wav_of_8_kilobytes_a_second(rendered: Path) -> None:
    content = PromptShelf(Path("nowhere"), rendered).path("ur", "welcome.wav").read_bytes()
    riff, size, wave = struct.unpack_from("<4sI4s", content)
    assert (riff, size, wave) == (b"RIFF", len(content) - 8, b"WAVE")
    assert struct.unpack_from("<4sIHHIIHHH", content, 12) == (b"fmt ", 18, 7, 1, 8000, 8000, 1, 8, 0)
    name, four, samples, data, length = struct.unpack_from("<4sII4sI", content, 38)
    assert (name, four, data) == (b"fact", 4, b"data")
    assert samples == length
    assert len(content) == 58 + length + length % 2


@pytest.mark.parametrize(("language", "url_name"), [("ur", "welcome.wav"), ("en", "welcome.wav")])
def test_it_is_as_loud_as_speech_on_a_line_and_never_cut(
    rendered: Path, language: str, url_name: str
) -> None:
    sound = decoded(PromptShelf(Path("nowhere"), rendered).path(language, url_name).read_bytes()[58:])
    assert 0.7 < len(sound) / 8000 < 5
    peak = max(abs(sample) for sample in sound)
    assert -9 < decibels(peak) <= -2.9
    assert -27 < decibels(math.sqrt(sum(sample**2 for sample in sound) / len(sound))) < -18
    assert abs(sum(sound) / len(sound)) < 0.001


def test_it_sounds_the_same_whatever_was_rendered_before(rendered: Path, tmp_path: Path) -> None:
    render_stand_ins([Prompt("other", "Something else"), WELCOME], ["en"], words, tmp_path)
    render_stand_ins(reversed(PROMPTS), ["en", "ur"], words, tmp_path)
    once = {path.relative_to(rendered): path.read_bytes() for path in rendered.glob("*/*.wav")}
    again = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.glob("*/*.wav")}
    assert again == once


def test_nothing_is_rendered_twice_until_its_words_change(tmp_path: Path) -> None:
    assert render_stand_ins([WELCOME], ["en"], words, tmp_path) == 1
    before = PromptShelf(Path("nowhere"), tmp_path).url_name("welcome", "en")
    assert render_stand_ins([WELCOME], ["en"], words, tmp_path) == 0
    assert render_stand_ins([Prompt("welcome", "Press two")], ["en"], words, tmp_path) == 1
    after = PromptShelf(Path("nowhere"), tmp_path)
    assert after.url_name("welcome", "en") != before
    assert len(list(tmp_path.glob("*/*.wav"))) == 1
    # A call that was given yesterday's address still hears something.
    assert after.path("en", before) == after.path("en", after.url_name("welcome", "en"))


def test_a_recording_by_a_person_wins(rendered: Path, tmp_path: Path) -> None:
    recording = tmp_path / "ur" / "welcome.wav"
    recording.parent.mkdir()
    recording.write_bytes(a_recording(b"spoken by a person"))
    shelf = PromptShelf(tmp_path, rendered)
    assert shelf.path("ur", shelf.url_name("welcome", "ur")) == recording
    assert shelf.path("en", shelf.url_name("welcome", "en")) != recording


def test_the_public_name_changes_with_the_sound_only(tmp_path: Path) -> None:
    recording = tmp_path / "ur" / "welcome.wav"
    recording.parent.mkdir()
    names = []
    for content in (b"one", b"two", b"one"):
        recording.write_bytes(a_recording(content))
        names.append(PromptShelf(tmp_path, tmp_path / "none").url_name("welcome", "ur"))
    assert names[0] == names[2] != names[1]
    assert names[0].startswith("welcome.")
    assert names[0].endswith(".wav")
    assert names[0].isascii()


def test_what_is_missing_is_named_and_answered_in_another_language(rendered: Path) -> None:
    shelf = PromptShelf(Path("nowhere"), rendered)
    assert shelf.missing([*PROMPTS, Prompt("new", "New")], ["ur", "en"]) == ["ur/new", "en/new"]
    # The Urdu-only prompt, asked for in English: better in Urdu than silence.
    assert shelf.path("en", shelf.url_name("choose.urdu", "en")) == shelf.path("ur", "choose.urdu.wav")
    with pytest.raises(PromptMissing):
        shelf.url_name("new", "ur")


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("ur", "../ur/welcome.wav"),
        ("..", "ur/welcome.wav"),
        ("ur", "/etc/passwd"),
        ("ur", "..%2fwelcome.wav"),
        ("ur", "welcome\0.wav"),
        ("ur", "\udcff.wav"),
        ("ur", ""),
        ("ur", ".wav"),
        ("", ".."),
        ("ur", "welcome"),
    ],
)
def test_only_names_of_prompts_lead_to_a_file(rendered: Path, language: str, name: str) -> None:
    found = PromptShelf(Path("nowhere"), rendered).path(language, name)
    assert found is None or found.name.startswith("welcome.")
    assert found is None or rendered in found.parents
