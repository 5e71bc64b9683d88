"""Migrations: one line of them, that makes exactly what the models say, down and up again with rows in place."""

from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import ProgrammingError

from hotline.database import Database
from hotline.queues import REFERRALS, TIPS
from hotline.runtime import Runtime
from hotline.schema import MIGRATIONS, migrations, upgrade
from hotline.supervisors.accounts import first_supervisor
from hotline.tables import Base
from tests.webhooks import FarEnd, answer_url
from worker import make_worker

SCRIPTS = ScriptDirectory(str(MIGRATIONS))


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def down_to(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        command.downgrade(migrations(connection), revision)


def rows(database: Database) -> dict[str, int]:
    with database.transaction() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def filled(client: Any, runtime: Runtime, practice_directory: None) -> Database:
    """A database in which a call and a text have been on their whole way."""
    carrier = FarEnd(client, runtime)
    response = carrier.ring()
    for key in ("1", "3", "1"):
        response = carrier.post(carrier.path(answer_url(response)), carrier.call_form(Digits=key))
    carrier.speak(answer_url(response))
    carrier.end()
    carrier.text("Someone is held in Multan")
    with runtime.database.transaction() as session:
        first_supervisor(session)
    make_worker(runtime, [TIPS, REFERRALS]).work(burst=True)
    return runtime.database


def test_there_is_one_line_of_migrations() -> None:
    assert len(SCRIPTS.get_heads()) == 1
    assert len(SCRIPTS.get_bases()) == 1


def test_they_make_exactly_what_the_models_say(database: Database) -> None:
    assert differences(database.engine) == []


def test_running_them_again_changes_nothing(filled: Database) -> None:
    before = rows(filled)
    assert before["tips"]
    assert before["referrals"]
    upgrade(filled.engine)
    assert rows(filled) == before


def test_each_goes_down_and_up_again_with_rows_in_place(filled: Database) -> None:
    before = rows(filled)
    for script in SCRIPTS.walk_revisions():
        if script.down_revision is not None:
            down_to(filled.engine, str(script.down_revision))
            upgrade(filled.engine)
            assert rows(filled) == before
    down_to(filled.engine, "base")
    with pytest.raises(ProgrammingError):
        rows(filled)
    upgrade(filled.engine)
    assert differences(filled.engine) == []
