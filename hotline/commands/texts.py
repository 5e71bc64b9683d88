"""`places` and `triage`: what is read out of texts, one message a line in, one JSON object a line out."""

import json
import sys
from collections.abc import Callable

import click

from hotline.places.matching import find_places
from hotline.tips.triage.judging import triage as judged
from hotline.writing.recognising import written


@click.command()
def places() -> None:
    """Read one message a line from standard input; say as JSON which places each names, and how it is written."""
    _answer(_places)


@click.command()
def triage() -> None:
    """Read one message a line from standard input; say as JSON what kind of tip each is, and how urgent, and why."""
    _answer(_triage)


def _places(text: str) -> dict[str, object]:
    found = find_places(text)
    return {"places": found.districts, "candidates": found.candidates, "language": written(text).writing}


def _triage(text: str) -> dict[str, object]:
    found = judged(text)
    return {
        "kind": found.kind,
        "danger_now": found.danger_now,
        "child": found.child,
        "official_involved": found.official_involved,
        "moving": found.moving,
        "language": written(text).writing,
        "reasons": [reason.words for reason in found.reasons],
        "score": found.score,
        "urgent": found.urgent,
    }


def _answer(reading: Callable[[str], dict[str, object]]) -> None:
    """Each line is answered before the next is read, so that a program can ask and wait for the answer."""
    for line in iter(sys.stdin.buffer.readline, b""):
        text = line.decode("utf-8", errors="replace").rstrip("\r\n").removeprefix("\ufeff")
        click.echo(json.dumps(reading(text), ensure_ascii=False))
        sys.stdout.flush()
