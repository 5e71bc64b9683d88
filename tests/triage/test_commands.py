"""`places` and `triage` on the command line: a message a line in, a JSON object a line out."""

import json
import subprocess
import sys

from tests.house.code import ROOT


def ask(command: str, lines: bytes) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-m", "hotline", command], input=lines, capture_output=True, cwd=ROOT, check=True
    )
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def test_triage_answers_each_line_in_its_order():
    bonded, nothing, chatter = ask("triage", b"bhatta malik ne peshgi par qaid kiya hai\n\nkya haal hai\n")
    reasons = bonded.pop("reasons")
    assert "peshgi" in " ".join(reasons)
    assert bonded == {
        "kind": "bonded_labour",
        "danger_now": True,
        "child": False,
        "official_involved": False,
        "moving": False,
        "language": "roman",
        "score": bonded["score"],
        "urgent": True,
    }
    assert nothing["kind"] == chatter["kind"] == "not_a_tip"
    assert nothing["score"] == chatter["score"] == 0


def test_places_answers_with_names_and_the_way_of_writing():
    assert ask("places", "Brick kiln in Gujranwala\nلاہور سے\r\nhaveli me band hai".encode()) == [
        {"places": ["Gujranwala"], "candidates": [], "language": "en"},
        {"places": ["Lahore"], "candidates": [], "language": "ur"},
        {"places": [], "candidates": ["Haveli"], "language": "roman"},
    ]


def test_what_is_not_utf8_is_answered_all_the_same():
    assert len(ask("triage", b"\xff\xfe\nhelp\n")) == 2


def test_a_line_is_answered_before_the_next_is_asked():
    talk = subprocess.Popen(
        [sys.executable, "-m", "hotline", "triage"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    with talk:
        for line in ("میری بہن قید ہے\n", "hi\n"):
            talk.stdin.write(line.encode())
            talk.stdin.flush()
            assert json.loads(talk.stdout.readline())["danger_now"] is line.startswith("م")
        talk.stdin.close()
    assert talk.returncode == 0
