"""The directory as the package brings it, in one database for all tests here; each test's changes are undone."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from hotline.circles.directory import seed
from hotline.database import Database
from hotline.embedded import EmbeddedServers
from tests.conftest import database_url, say_to_postgres


@pytest.fixture(scope="package")
def seeded(servers: EmbeddedServers, migrated_template: str) -> Iterator[Database]:
    say_to_postgres(servers, f"CREATE DATABASE circles_tests TEMPLATE {migrated_template}")
    database = Database(database_url(servers, "circles_tests"))
    with database.transaction() as session:
        seed(session)
    yield database
    database.close()
    say_to_postgres(servers, "DROP DATABASE circles_tests WITH (FORCE)")


@pytest.fixture
def session(seeded: Database) -> Iterator[Session]:
    with seeded.engine.connect() as connection, connection.begin() as undone:
        yield Session(connection, join_transaction_mode="create_savepoint")
        undone.rollback()
