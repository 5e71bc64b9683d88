"""`supervisors`: the accounts of those who may see the call log."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from hotline.database import DATABASE_AWAY, Database, utc_now
from hotline.errors import HotlineError
from hotline.settings import Settings
from hotline.supervisors.accounts import is_locked, make_supervisor, reset_password, set_disabled
from hotline.supervisors.models import Supervisor


@click.group()
def supervisors() -> None:
    """The accounts of those who may see the call log."""


@supervisors.command()
@click.argument("name")
def add(name: str) -> None:
    """Make an account for NAME, and print its password, this once."""
    with _session() as session:
        password = make_supervisor(session, name)
    _print_once(password)


@supervisors.command()
@click.argument("name")
def password(name: str) -> None:
    """Give NAME a new password, print it, this once, and end every session of that account."""
    with _session() as session:
        made = reset_password(session, name)
    _print_once(made)


@supervisors.command()
@click.argument("name")
def disable(name: str) -> None:
    """Shut the account of NAME and end its sessions; what it has looked at stays in the trail."""
    with _session() as session:
        set_disabled(session, name, disabled=True)
    click.echo(f"{name} cannot sign in any more")


@supervisors.command()
@click.argument("name")
def enable(name: str) -> None:
    """Open the account of NAME again."""
    with _session() as session:
        set_disabled(session, name, disabled=False)
    click.echo(f"{name} can sign in again")


@supervisors.command("list")
def show() -> None:
    """Print every account, one a line."""
    with _session() as session:
        for supervisor in session.scalars(select(Supervisor).order_by(Supervisor.name)):
            click.echo(f"{supervisor.name}{_state(supervisor)}")


def _state(supervisor: Supervisor) -> str:
    if supervisor.disabled:
        return "  (disabled)"
    return "  (shut for a while after wrong tries)" if is_locked(supervisor, utc_now()) else ""


def _print_once(made: str) -> None:
    click.echo(f"Password, shown this once: {made}")


@contextmanager
def _session() -> Iterator[Session]:
    database = Database(Settings.from_environ(os.environ).database_url)
    try:
        with database.transaction() as session:
            yield session
    except DATABASE_AWAY as error:
        raise HotlineError("the database does not answer: is the hotline running (`make run`)?") from error
    except ProgrammingError as error:
        raise HotlineError("the database has no tables yet: start the hotline once (`make run`)") from error
    finally:
        database.close()
