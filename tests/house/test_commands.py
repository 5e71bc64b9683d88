"""Commands: each can be asked what it does, and README tells each."""

import pytest
from click.testing import CliRunner

from hotline.commands.index import COMMANDS, hotline
from tests.house.code import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_tells_what_it_does(name: str) -> None:
    told = CliRunner().invoke(hotline, [name, "--help"])
    assert told.exit_code == 0, told.output
    assert told.output.startswith("Usage: ")


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "run"])
def test_readme_tells_each_command(name: str) -> None:
    assert f"python -m hotline {name}" in README


def test_every_target_of_make_is_in_its_help() -> None:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    targets = [
        line.split(":")[0] for line in lines if line[:1].isalpha() and ":" in line and ":=" not in line
    ]
    assert targets
    for line in lines:
        if line.split(":")[0] in targets and not line.startswith("\t"):
            assert "## " in line, line
