"""`python -m hotline run`, as an operator starts, stops and loses it."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from hotline.embedded import EmbeddedServers
from tests.run.house import ROOT, House, await_gone, bare_environ


@pytest.fixture
def house(folder: Path, rendered_prompts: Path) -> Iterator[House]:
    """An installation not started yet. Its prompts are rendered already: that has tests of its own."""
    made = House(folder / "instance")
    (folder / "instance").mkdir(mode=0o700)
    (folder / "instance" / "prompts").symlink_to(rendered_prompts)
    yield made
    made.clean_up()


def text_in(house: House, words: str) -> str:
    """Send a practice text; the code that the caller was given."""
    told = house.command("text", words)
    code = re.search(r"\b\d{4} ?\d{4}\b", told.stdout)
    assert code, told.stdout + told.stderr
    return code.group().replace(" ", "")


def test_the_first_start_says_where_to_go_and_how_to_sign_in_and_the_next_only_where(house: House) -> None:
    house.start()
    said = "".join(house.said)
    assert f"http://127.0.0.1:{house.port}/practice/" in house.await_line("practice phone")
    assert f"http://127.0.0.1:{house.port}/console/" in house.await_line("console")
    assert re.search(r"`supervisor`, with the password  \S+", said)
    assert stat.S_IMODE(house.state_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE((house.state_dir / "keys").stat().st_mode) == 0o700
    house.await_health()
    assert house.command("check").returncode == 0
    left = house.processes()
    assert house.stop(signal.SIGINT) == 0
    await_gone(left)
    house.start()
    assert "password" not in "".join(house.said)
    assert house.stop() == 0


def test_whatever_is_killed_comes_back(house: House) -> None:
    house.start()
    code = text_in(house, "Workers are held at a kiln in Kasur")
    for words, news in [
        (("granian",), "web ended"),
        (("worker.py", "tips"), "tips ended"),
        (("worker.py", "referrals"), "referrals ended"),
        (("worker.py", "clock"), "clock ended"),
        (("postgres", "-D"), "PostgreSQL had ended"),
        (("valkey",), "Valkey had ended"),
    ]:
        house.find(*words).kill()
        house.await_line(news)
    house.await_health()
    # The web server's own process, whose parent lives on.
    psutil.Process(house.find("granian").pid).children()[0].kill()
    house.await_line("web ended")
    house.await_health()
    # Texts of one number within minutes are one tip: the same code says that the first is still known.
    assert text_in(house, "They are children") == code
    assert house.stop() == 0


def test_after_all_is_killed_the_next_start_has_everything(house: House) -> None:
    house.start()
    code = text_in(house, "Workers are held in Gujranwala")
    everyone = house.processes()
    assert house.run is not None
    for victim in (psutil.Process(house.run.pid), *everyone):
        victim.kill()
    await_gone(everyone)
    house.ended()
    house.start()
    house.await_health()
    assert text_in(house, "They are children") == code
    assert house.stop() == 0
    for log in (house.state_dir / "logs").iterdir():
        assert "Traceback" not in log.read_text(errors="replace"), log


def test_a_run_that_was_killed_alone_leaves_nothing_in_the_way(house: House) -> None:
    house.start()
    left = house.processes()
    assert house.run is not None
    house.run.kill()
    house.ended()
    house.start()
    await_gone(left)
    assert house.stop() == 0


def test_sigterm_ends_every_process_of_it(house: House) -> None:
    house.start()
    everyone = house.processes()
    assert len(everyone) > 8
    assert house.stop() == 0
    assert house.said[-1] == "Stopped.\n"
    await_gone(everyone)
    assert house.processes() == []


def test_it_stops_when_the_make_that_started_it_dies(house: House) -> None:
    words = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"
    house.environ["MAKELEVEL"] = "1"
    house.start(sys.executable, "-c", words)
    everyone = house.processes()
    assert house.run is not None
    house.run.kill()
    house.await_line("Stopped")
    await_gone(everyone)
    house.ended()


def test_one_state_folder_is_run_once(house: House) -> None:
    house.start()
    again = House(house.state_dir)
    again.launch()
    assert again.ended() == 1
    assert [line for line in again.said if line.strip()] == [
        f"hotline: the hotline of {house.state_dir} is running already\n"
    ]
    house.await_health()
    assert house.stop() == 0


def test_a_used_port_is_one_line_and_nothing_is_started(house: House) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", house.port))
        taken.listen()
        house.launch()
        assert house.ended() == 1
    assert len(house.said) == 1
    assert f"port {house.port} cannot be used" in house.said[0]
    assert "HOTLINE_PORT" in house.said[0]
    assert not (house.state_dir / "postgres").exists()


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("HOTLINE_DATABASE_URL", "postgresql://somebody:secret@127.0.0.1:9/hotline"),
        ("HOTLINE_REDIS_URL", "redis://:secret@127.0.0.1:9/0"),
    ],
)
def test_a_server_that_does_not_answer_is_one_line(house: House, name: str, url: str) -> None:
    house.environ[name] = url
    house.launch()
    assert house.ended() == 1
    lines = [line for line in house.said if line.strip()]
    assert len(lines) == 1, lines
    assert "does not answer" in lines[0]
    assert "secret" not in lines[0]
    assert house.processes() == []


def test_servers_that_are_named_are_used(
    house: House, servers: EmbeddedServers, fresh_url: str, queue_url: str
) -> None:
    house.environ |= {"HOTLINE_DATABASE_URL": fresh_url, "HOTLINE_REDIS_URL": queue_url}
    house.start()
    house.await_health()
    assert text_in(house, "Someone is held in Multan")
    assert house.stop() == 0
    assert not (house.state_dir / "postgres").exists()
    assert not (house.state_dir / "valkey").exists()


def test_wrong_settings_are_named_all_at_once(house: House) -> None:
    house.environ |= {"HOTLINE_PORT": "eighty", "HOTLINE_REDIS_URL": "http://nowhere"}
    house.launch()
    assert house.ended() == 1
    said = "".join(house.said)
    assert "HOTLINE_PORT" in said
    assert "HOTLINE_REDIS_URL" in said
    assert "Traceback" not in said


def test_a_python_without_the_packages_says_what_to_do(folder: Path) -> None:
    """A checkout without .venv, and a Python that has nothing."""
    shutil.copytree(ROOT / "hotline", folder / "hotline", ignore=shutil.ignore_patterns("__pycache__"))
    words = "import runpy, sys; sys.path.insert(0, '.'); runpy.run_module('hotline', run_name='__main__')"
    told = subprocess.run(
        [os.path.realpath(sys.executable), "-I", "-S", "-c", words], cwd=folder, env=bare_environ(),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 1
    assert "make setup" in told.stderr
    assert "Traceback" not in told.stderr
