"""A supervisor, a browser without a screen, and made-up calls and texts."""

import re
from dataclasses import dataclass
from typing import Any

import pytest

from hotline.supervisors.accounts import make_supervisor
from tests.console.made_up import MadeUp


@dataclass
class Visitor:
    """A test client that fills in forms as a person does: with the token that the page carries."""

    client: Any

    def get(self, address: str, **more: Any) -> Any:
        return self.client.get(address, **more)

    def send(self, page: str, action: str, **fields: str) -> Any:
        """Open `page`, and send its form to `action`."""
        return self.client.post(action, data={"csrf_token": self.token(page), **fields})

    def token(self, page: str = "/console/sign-in") -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(page).text)
        assert found, f"{page} has no form"
        return found[1]

    def sign_in(self, name: str, password: str, **more: str) -> Any:
        return self.send("/console/sign-in", "/console/sign-in", name=name, password=password, **more)

    def sign_out(self) -> Any:
        return self.send("/console/account", "/console/sign-out")

    def is_signed_in(self) -> bool:
        return self.get("/console/").status_code == 200


@pytest.fixture
def password(database: Any) -> str:
    """The password of the supervisor nadia."""
    with database.transaction() as session:
        return make_supervisor(session, "nadia")


@pytest.fixture
def visitor(app: Any) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def nadia(visitor: Visitor, password: str) -> Visitor:
    """A browser in which nadia has signed in."""
    assert visitor.sign_in("nadia", password).status_code == 303
    return visitor


@pytest.fixture
def made_up(runtime: Any, directory: None) -> MadeUp:
    return MadeUp(runtime)
