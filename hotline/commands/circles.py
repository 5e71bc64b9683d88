"""`circles`: the directory of circles as a sheet."""

import sys
from pathlib import Path

import click

from hotline.circles import directory
from hotline.circles.sheet import DirectoryRefused
from hotline.commands.directory_session import directory_session
from hotline.database import today
from hotline.errors import HotlineError


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
    with directory_session() as session:
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
    with directory_session() as session:
        sheet = directory.show(session)
    click.echo(sheet, nl=False)
