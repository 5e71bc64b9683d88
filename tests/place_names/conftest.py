"""A supervisor, and a place finder that forgets after each test what was added in it."""

from collections.abc import Iterator
from typing import Any

import pytest

from hotline.database import Database
from hotline.places import gazetteer
from hotline.supervisors.accounts import make_supervisor
from tests.console.conftest import Visitor


@pytest.fixture(autouse=True)
def _forget_added() -> Iterator[None]:
    yield
    gazetteer.use_added([])


@pytest.fixture
def password(database: Database) -> str:
    """The password of the supervisor nadia."""
    with database.transaction() as session:
        return make_supervisor(session, "nadia")


@pytest.fixture
def by(database: Database, password: str) -> int:
    """The number of the supervisor nadia, the only one."""
    return 1


@pytest.fixture
def nadia(app: Any, password: str) -> Visitor:
    """A browser in which nadia has signed in."""
    visitor = Visitor(app.test_client())
    assert visitor.sign_in("nadia", password).status_code == 303
    return visitor
