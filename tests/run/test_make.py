"""`make` on a machine that lacks something: one line that says what, and nothing half-made."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.run.house import ROOT

TOOLS = ("make", "cat", "cksum", "rm", "sed", "sh", "mkdir", "chmod", "uname")
NEW_PYTHON = """#!/bin/sh
case "$*" in
*"import venv"*) exit {venv} ;;
"-m venv"*) mkdir -p "$3/bin"; printf '#!/bin/sh\\ncase "$*" in *pip*) exit 1;; esac\\n' > "$3/bin/python"
    chmod +x "$3/bin/python" ;;
esac
"""
OLD_PYTHON = "#!/bin/sh\nexit 1\n"


@pytest.fixture
def checkout(folder: Path) -> Path:
    """What `make` needs of the project, and a PATH of tools without any Python."""
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, folder / name)
    tools = folder / "tools"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found, name
        (tools / name).symlink_to(os.path.realpath(found))
    return folder


def put_python(checkout: Path, script: str) -> None:
    python = checkout / "tools" / "python3"
    python.write_text(script)
    python.chmod(0o755)


def make(checkout: Path, target: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": str(checkout / "tools"), "HOME": str(checkout)}
    return subprocess.run(
        ["make", target], cwd=checkout, env=environ, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("script", [None, OLD_PYTHON])
def test_without_a_new_enough_python_it_says_which_it_needs(checkout: Path, script: str | None) -> None:
    if script:
        put_python(checkout, script)
    told = make(checkout, "run")
    assert told.returncode
    assert told.stderr.splitlines()[0].startswith("This needs Python 3.11 or newer")
    assert not (checkout / ".venv").exists()


def test_without_the_venv_module_it_says_how_to_get_it(checkout: Path) -> None:
    put_python(checkout, NEW_PYTHON.format(venv=1))
    told = make(checkout, "run")
    assert told.returncode
    assert "apt install python3-venv" in told.stderr.splitlines()[0]
    assert not (checkout / ".venv").exists()


def test_a_package_that_would_need_a_compiler_is_told_and_tried_again_next_time(checkout: Path) -> None:
    put_python(checkout, NEW_PYTHON.format(venv=0))
    for _ in range(2):
        told = make(checkout, "run")
        assert told.returncode
        assert "without a compiler" in told.stderr.splitlines()[0]
        assert "Installing" in told.stdout


def test_help_tells_every_target_in_a_line(checkout: Path) -> None:
    told = make(checkout, "help")
    assert told.returncode == 0
    targets = [line.split()[1] for line in told.stdout.splitlines()]
    assert {"run", "test", "bench", "setup", "check", "catalogues", "help"} <= set(targets)
