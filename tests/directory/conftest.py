"""Two supervisors who keep the directory, as it is seeded, and a browser without a screen for each."""

import io
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage

from hotline.supervisors.accounts import first_supervisor, make_supervisor
from tests.console.conftest import Visitor

HOME = "/console/directory/"


@pytest.fixture
def people(database: Any, directory: None) -> tuple[int, int]:
    """The numbers of two supervisors, in a database with the directory."""
    with database.transaction() as session:
        first_supervisor(session)
        make_supervisor(session, "imran")
    return 1, 2


class Keeper(Visitor):
    """A browser in which a supervisor keeps the directory."""

    def page(self, address: str = "") -> str:
        answer = self.get(f"{HOME}{address}")
        assert answer.status_code == 200, (address, answer.status_code)
        text: str = answer.text
        return text

    def send_to(self, address: str, **fields: Any) -> Any:
        """Send to a page's own address the form that stands on it, with these fields over what it holds."""
        return self.client.post(f"{HOME}{address}", data={"csrf_token": self.token(HOME), **fields})

    def hand_in(self, sheet: str | bytes, **fields: Any) -> Any:
        content = sheet.encode() if isinstance(sheet, str) else sheet
        file = FileStorage(io.BytesIO(content), filename="sheet.csv")
        data = {"csrf_token": self.token(HOME), "sheet": file, **fields}
        return self.client.post(f"{HOME}sheets", data=data, content_type="multipart/form-data")


def keeper(app: Any, database: Any, name: str) -> Keeper:
    with database.transaction() as session:
        password = make_supervisor(session, name)
    found = Keeper(app.test_client())
    assert found.sign_in(name, password).status_code == 303
    return found


@pytest.fixture
def nadia(app: Any, database: Any, directory: None) -> Keeper:
    return keeper(app, database, "nadia")


@pytest.fixture
def imran(app: Any, database: Any, directory: None) -> Keeper:
    return keeper(app, database, "imran")
