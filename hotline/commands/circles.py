"""`circles`: the directory of circles as a sheet, and the jurisdictions as another."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from hotline.circles import directory
from hotline.circles.table import DirectoryRefused, read_file
from hotline.commands.directory_session import directory_session
from hotline.database import today

A_SHEET = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


@click.group()
def circles() -> None:
    """The directory of circles, as a sheet."""


@circles.command()
@click.argument("file", type=A_SHEET)
def load(file: Path) -> None:
    """Take the circles of FILE.csv (`-`: standard input): all of it, or nothing and a list of the bad rows.

    Circles that FILE does not list stay as they are; one that has closed gets a day in `valid_until`. A duty phone may
    be followed by its days and hours: `+92... mon-fri 09:00-17:00`.
    """
    sheet = _read(file)
    with directory_session() as session:
        with _refused_whole(file):
            taken = directory.load(session, sheet)
        without = directory.circles_without_phone(session, today())
    click.echo(f"{taken} circles taken")
    if without:
        click.echo(f"{len(without)} without a phone: {', '.join(without)}")


@circles.command()
def show() -> None:
    """Print the whole directory as a sheet that `load` takes back unchanged."""
    with directory_session() as session:
        sheet = directory.show(session)
    click.echo(sheet, nl=False)


@circles.group()
def jurisdictions() -> None:
    """Which zone each district belongs to, from when until when, as a sheet."""


@jurisdictions.command("load")
@click.argument("file", type=A_SHEET)
def load_jurisdictions(file: Path) -> None:
    """Take the districts of FILE.csv (`-`: standard input), each with all its rows: all of it, or nothing.

    Districts that FILE does not list stay as they are. Days on which a district belongs to no zone are allowed, and
    told.
    """
    sheet = _read(file)
    with directory_session() as session, _refused_whole(file):
        taken, gaps = directory.load_jurisdictions(session, sheet)
    click.echo(f"{taken} districts taken")
    for gap in gaps:
        click.echo(f"note: {gap}")


@jurisdictions.command("show")
def show_jurisdictions() -> None:
    """Print every district's rows as a sheet that `jurisdictions load` takes back unchanged."""
    with directory_session() as session:
        sheet = directory.show_jurisdictions(session)
    click.echo(sheet, nl=False)


def _read(file: Path) -> str:
    with _refused_whole(file):
        return read_file(sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes())


@contextmanager
def _refused_whole(file: Path) -> Iterator[None]:
    try:
        yield
    except DirectoryRefused:
        click.echo(f"{file} is refused, nothing of it was taken:", err=True)
        raise
