"""Accounts as in service: here every password is made, hashed and compared anew."""

import pytest


@pytest.fixture
def hand_out_passwords() -> None:
    """Nothing is handed out."""
