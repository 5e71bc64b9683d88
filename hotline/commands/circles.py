"""`circles` and `route`: the directory of circles as a sheet, and who gets a tip."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from hotline.circles import directory
from hotline.circles.ladder import phones_for
from hotline.circles.routing import Route
from hotline.circles.routing import route as routed
from hotline.circles.sheet import DirectoryRefused
from hotline.database import DATABASE_AWAY, today
from hotline.errors import HotlineError
from hotline.places.gazetteer import canonical_district, near_districts
from hotline.places.matching import find_places
from hotline.runtime import build_runtime
from hotline.settings import Settings
from hotline.tips.models import Kind


@click.group()
def circles() -> None:
    """The directory of circles, as a sheet."""


@circles.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
def load(file: Path) -> None:
    """Take the circles of FILE.csv (`-`: standard input): all of it, or nothing and a list of the bad rows.

    Circles that FILE does not list stay as they are; one that has closed gets a day in `valid_until`.
    """
    written = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    try:
        sheet = written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = written[: error.start].count(b"\n") + 1
        raise HotlineError(f"{file} is not UTF-8 (line {row}): save it as `CSV UTF-8`") from None
    with _session() as session:
        try:
            taken = directory.load(session, sheet)
        except DirectoryRefused:
            click.echo(f"{file} is refused, nothing of it was taken:", err=True)
            raise
        without = directory.circles_without_phone(session, today())
    click.echo(f"{taken} circles taken")
    if without:
        click.echo(f"{len(without)} without a phone: {', '.join(without)}")


@circles.command()
def show() -> None:
    """Print the whole directory as a sheet that `load` takes back unchanged."""
    with _session() as session:
        sheet = directory.show(session)
    click.echo(sheet, nl=False)


@click.command()
@click.argument("district")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    help="kind of tip: what the circle is told beside",
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="on which day; today in Pakistan unless given")
@click.option("--exclude", "excluded", multiple=True, metavar="CIRCLE", help="pass over this circle")
def route(district: str, kind: str | None, on: Any, excluded: tuple[str, ...]) -> None:
    """Say who gets a tip from DISTRICT, and why, as JSON. A town or a province will do too."""
    name, province = canonical_district(district), _province(district)
    if name is None and province is None:
        raise click.BadParameter(_unknown(district), param_hint="DISTRICT")
    day = on.date() if on else today()
    with _session() as session:
        chosen = routed(session, name, province, kind, day, frozenset(excluded))
        recipient = phones_for(session, chosen.circle, day)
    answer = _answer(chosen) | {"district": name, "on": day.isoformat()}
    if name is None:
        answer["province"] = province
    if kind is not None:
        answer["kind"] = kind
    # Whose phone the SMS goes to, up the ladder; the number itself is for `circles show`.
    answer["recipient"] = recipient.circle_code if recipient else None
    answer["step"] = recipient.step if recipient else None
    click.echo(json.dumps(answer, ensure_ascii=False))


def _answer(chosen: Route) -> dict[str, object]:
    return {"circle": chosen.circle, "why": chosen.why, "km": chosen.km, "detail": chosen.detail}


def _province(name: str) -> str | None:
    found = find_places(name)
    return found.provinces[0] if len(found.provinces) == 1 and not found.districts else None


def _unknown(district: str) -> str:
    near = near_districts(district)
    hint = (
        f"did you mean {' or '.join(near)}?"
        if near
        else "names are as in `hotline/circles/data/districts.csv`"
    )
    return f"no district is called {district!r}: {hint}"


@contextmanager
def _session() -> Iterator[Session]:
    runtime = build_runtime(Settings.from_environ(os.environ))
    try:
        with runtime.database.transaction() as session:
            yield session
    except DATABASE_AWAY as error:
        raise HotlineError("the database does not answer: is the hotline running (`make run`)?") from error
    except ProgrammingError as error:
        raise HotlineError(
            "the database has no directory yet: start the hotline once (`make run`)"
        ) from error
    finally:
        runtime.close()
