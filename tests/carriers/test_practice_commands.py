"""`call` and `text` against a hotline that listens, with its workers in a process of their own."""

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from hotline.calls.models import Recording
from hotline.carriers.practice import wav
from hotline.carriers.practice.models import PracticeRecording
from hotline.commands.index import hotline
from hotline.jobs import sweep

ROOT = Path(__file__).parents[2]
# Report, forced labour, for a debt, nobody in danger now, Islamabad (city and message are spoken), no call back.
FORCED_TO_WORK_FOR_A_DEBT_IN_ISLAMABAD = "1,1,1,2,6,4"


@pytest.fixture
def workers(environ, practice_directory):
    """Both queues served, as `make run` serves them."""
    process = subprocess.Popen([sys.executable, "worker.py"], cwd=ROOT, env={**os.environ, **environ})
    yield process
    process.terminate()
    assert process.wait(20) == 0


@pytest.fixture
def practise(environ):
    def run(*arguments):
        return CliRunner().invoke(hotline, arguments, env=environ, catch_exceptions=False)

    return run


@pytest.fixture
def emergency_desk(environ):
    """Set before the hotline starts."""
    environ["HOTLINE_EMERGENCY_NUMBER"] = "+923640000015"


def told(result):
    """What each side says or does, without the sides' names."""
    return [
        line[8:] for line in result.output.splitlines() if line[:8].strip() in {"line", "caller", "hotline"}
    ]


def test_a_call_in_urdu_reaches_a_circle(live, workers, practise):
    result = practise(
        "call", "--lang", "ur", "--press", FORCED_TO_WORK_FOR_A_DEBT_IN_ISLAMABAD, "--wait", "30"
    )
    assert result.exit_code == 0
    said = told(result)
    assert said[0].endswith("اردو کے لیے ایک دبائیں۔")
    assert said[1] == "For English, press 2."
    assert [line for line in said if line.startswith("presses")] == [f"presses {key}" for key in "1111264"]
    assert said.count("speaks for 3 s") == 2
    assert "hangs up after" in said[-1]
    code = result.output.split("The reference code is ")[1][:9]
    words = ["صفر", "ایک", "دو", "تین", "چار", "پانچ", "چھ", "سات", "آٹھ", "نو"]
    spelt = [" ".join(words[int(digit)] for digit in group) for group in code.split()]
    assert " - ".join(spelt) in said
    assert "the handset of C-ISB" in result.output
    assert re.search(r"Raabta \d{4}: bonded labour\. Place: Islamabad\.", result.output)


def test_a_text_reaches_a_circle_and_a_second_one_adds_to_it(live, workers, practise):
    result = practise("text", "Workers are held at a brick kiln in Gujranwala", "--wait", "30")
    assert result.exit_code == 0
    code = result.output.split("The reference code is ")[1][:9]
    assert any(f"Code {code}" in line for line in told(result))
    assert "the handset of C-GRW" in result.output
    assert re.search(r"Raabta \d{4}: .* Place: Gujranwala\.", result.output)
    again = practise("text", "There are twelve of them", "--wait", "30")
    assert "That tip went to C-GRW" in again.output


def test_what_a_caller_says_is_kept_by_the_hotline_and_no_more_by_the_carrier(
    live, workers, practise, tmp_path
):
    said = tmp_path / "said.wav"
    said.write_bytes(wav.tone(1.25))
    result = practise(
        "call",
        "--lang",
        "en",
        "--press",
        FORCED_TO_WORK_FOR_A_DEBT_IN_ISLAMABAD,
        "--say",
        str(said),
        "--wait",
        "30",
    )
    assert told(result).count("speaks for 1 s") == 2
    sweep(live.runtime)
    kept = recordings_once_home(live.runtime.database, workers)
    assert [recording.seconds for recording in kept] == [1, 1]
    for recording in kept:
        assert live.runtime.sealer.open(recording.sealed) == said.read_bytes()


def recordings_once_home(database, workers):
    """The hotline's recordings, as soon as each is here and none is left at the carrier."""
    for _ in range(600):
        with database.transaction() as session:
            kept = list(session.scalars(select(Recording).options(undefer(Recording.sealed))))
            left = session.scalar(select(func.count()).select_from(PracticeRecording))
        if left == 0 and kept and all(recording.sealed for recording in kept):
            return kept
        with contextlib.suppress(subprocess.TimeoutExpired):
            workers.wait(0.05)
    raise AssertionError("the recordings have not come home")


def test_a_caller_who_presses_nothing_and_keeps_silent_is_led_to_the_end(live, practice_directory, practise):
    result = practise("call", "--press", "-,,*", "--wait", "0")
    assert result.exit_code == 0
    said = told(result)
    assert [line for line in said if line.startswith("presses")] == ["presses 1"]
    assert "is silent for 3 s" in said
    assert said[-1].startswith("hangs up after")
    assert "No referral has arrived within 0 s" in result.output


def test_keys_are_pressed_in_place_of_speech_only_where_they_are_meant_for_it(
    live, practice_directory, practise
):
    result = practise("call", "--lang", "en", "--press", "1,3,2,1,042#,1,4", "--wait", "0")
    said = told(result)
    presses = [line for line in said if line.startswith("presses")]
    assert presses == [f"presses {key}" for key in ("2", "1", "3", "2", "1", "042#", "1", "4")]
    assert [line for line in said if line.startswith(("speaks", "(a tone"))] == [
        "(a tone, then it records)",
        "speaks for 3 s",
    ]


@pytest.mark.parametrize(
    ("options", "rings"),
    [
        (["--desk-answers"], "calls +92 364 0000015, who answers: they speak for 30 s"),
        ([], "calls +92 364 0000015: nobody answers for 25 s"),
    ],
)
def test_a_caller_in_danger_hears_the_desk_ring(
    emergency_desk, live, practice_directory, practise, options, rings
):
    result = practise("call", "--press", "9", "--wait", "0", *options)
    assert rings in told(result)


def test_without_a_hotline_that_listens_it_says_how_to_start_one(practise, environ):
    for arguments in (["call"], ["text", "help"]):
        result = practise(*arguments)
        assert result.exit_code == 1
        assert result.output == (
            f"hotline: no hotline answers at http://127.0.0.1:{environ['HOTLINE_PORT']}: start it with `make run`\n"
        )


def test_beside_a_real_carrier_nobody_practises(practise, environ):
    environ |= {"TWILIO_ACCOUNT_SID": "AC" + "a" * 32, "TWILIO_AUTH_TOKEN": "b" * 32, "TWILIO_FROM": "RAABTA"}
    result = practise("call")
    assert result.exit_code == 1
    assert "a real carrier is set up here" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["--press", "1,+"],
        ["--press", "1,a"],
        ["--press", "1-2"],
        ["--press", "1" * 21],
        ["--say", __file__],
        ["--say", "/nowhere"],
        ["--lang", "xx"],
    ],
)
def test_what_cannot_be_pressed_said_or_spoken_is_refused_before_the_call(practise, arguments):
    result = practise("call", *arguments)
    assert result.exit_code == 2
    assert "Invalid value" in result.output
