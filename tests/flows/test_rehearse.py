"""The rehearsal, run as its own program: with the bare interpreter, any locale, and input that ends anywhere."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _rehearse(*arguments: str, typed: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    # -I -S: neither this environment's packages nor its variables, only the standard library. It forbids
    # finding the project in the current folder too, so that one is put on the path by hand.
    program = f"import sys, runpy; sys.path.insert(0, {str(ROOT)!r}); sys.argv[0] = 'rehearse'; "
    program += "runpy.run_module('ivr_flows.rehearse', run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, *arguments],
        input=typed,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )


def test_a_whole_report_is_heard_and_what_it_told_is_printed() -> None:
    typed = "3\n1\n2\nSukkur\nhe locks them in\n3\n1\nblue bird\n"
    played = _rehearse("report_tip", "--lang", "ur", typed=typed.encode())
    heard = played.stdout.decode()
    assert played.returncode == 0
    assert played.stderr == b""
    assert "line    شکریہ۔ آپ کا کوڈ ہے:\nline    ایک دو تین چار - پانچ چھ سات آٹھ\n" in heard
    assert heard.endswith(
        "noted   kind = sexual_exploitation\n"
        "noted   danger = yes\n"
        "noted   province = Sindh\n"
        "noted   city = recorded\n"
        "noted   what = recorded\n"
        "noted   callback = evening\n"
        "noted   callback_who = yes\n"
        "noted   safe_word = recorded\n"
    )
    assert "he locks them in" not in heard.split("noted")[1]


def test_what_is_only_assumed_of_a_caller_who_says_nothing_is_not_noted() -> None:
    played = _rehearse("report_tip", "--lang", "en", typed=b"1\n\n\n")
    assert played.stdout.decode().endswith("caller  hangs up\n\nnoted   kind = forced_labour\n")


def test_the_end_of_the_input_hangs_up() -> None:
    played = _rehearse("report_tip", "--lang", "en", typed=b"3")
    assert played.returncode == 0
    assert played.stdout.decode().endswith("caller  hangs up\n\nnoted   kind = sexual_exploitation\n")


@pytest.mark.parametrize(
    ("found", "typed", "heard"),
    [
        ([], b"", ["looks   desk: nothing", "Nobody can come to the phone at the moment."]),
        (["--found", "desk=closed"], b"", ["looks   desk: closed", "Nobody can come to the phone"]),
        (["--found", "desk=open"], b"yes?\n", ["looks   desk: open", "caller  is answered", "Goodbye."]),
        (["--found", "desk=open"], b"\n", ["caller  waits in vain", "Nobody can come to the phone"]),
    ],
)
def test_what_a_look_beyond_the_flow_finds_is_given(found: list[str], typed: bytes, heard: list[str]) -> None:
    played = _rehearse("person", "--lang", "en", *found, typed=typed)
    assert played.returncode == 0
    for words in heard:
        assert words in played.stdout.decode()


def test_a_code_is_typed_and_looked_up() -> None:
    played = _rehearse(
        "called_before", "--lang", "en", "--found", "reference=accepted", typed=b"1234 5678\nthey left\n"
    )
    heard = played.stdout.decode()
    assert "caller  presses 1234 5678" in heard
    assert "An officer has taken your report and is working on it." in heard
    assert heard.endswith("noted   reference = 12345678\nnoted   message = recorded\n")


@pytest.mark.parametrize("found", ["", "desk", "=open"])
def test_a_look_is_given_as_question_and_value(found: str) -> None:
    played = _rehearse("person", "--found", found)
    assert played.returncode == 2
    assert b"QUESTION=VALUE" in played.stderr


def test_urdu_is_printed_and_odd_bytes_are_read_whatever_the_locale() -> None:
    played = _rehearse(
        "sms_tip", "--lang", "ur", typed=b"\xff\xfe \xd8\n", LC_ALL="C", PYTHONIOENCODING="ascii"
    )
    assert played.returncode == 0
    assert "شکریہ" in played.stdout.decode()


def test_a_reader_who_leaves_early_sees_no_traceback() -> None:
    here, there = os.pipe()
    os.close(here)
    played = subprocess.run(
        [sys.executable, "-m", "ivr_flows.rehearse", "report_tip"],
        stdin=subprocess.DEVNULL,
        stdout=there,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
        cwd=ROOT,
    )
    os.close(there)
    assert (played.returncode, played.stderr) == (0, b"")


@pytest.mark.parametrize("arguments", [[], ["no_such_flow"], ["report_tip", "--lang", "fr"]])
def test_a_wrong_name_is_answered_with_the_right_ones(arguments: list[str]) -> None:
    played = _rehearse(*arguments)
    assert played.returncode == 2
    assert b"Traceback" not in played.stderr
    assert b"usage:" in played.stderr


def test_a_missing_catalogue_is_one_clear_line(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "ivr_flows", tmp_path / "ivr_flows")
    played = subprocess.run(
        [sys.executable, "-m", "ivr_flows.rehearse", "report_tip"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
        cwd=tmp_path,
    )
    assert played.returncode == 1
    assert played.stderr.decode().count("\n") == 1
    assert "words of a language are missing" in played.stderr.decode()
