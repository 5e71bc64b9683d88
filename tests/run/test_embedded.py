"""The embedded servers: up at once, closed to others, and back after any crash with what they had taken."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from hotline import processes, state_folder
from hotline.embedded import EmbeddedServers
from hotline.processes import AlreadyRunning
from hotline.settings import socket_folder
from hotline.state_folder import StateFolderWrong


@pytest.fixture
def state_dir(folder: Path) -> Iterator[Path]:
    instance = folder / "instance"
    yield instance
    processes.end(left_over(instance), signal.SIGKILL, 5)


@pytest.fixture
def servers(state_dir: Path) -> Iterator[EmbeddedServers]:
    embedded = EmbeddedServers(state_dir, durable=False)
    embedded.start()
    yield embedded
    embedded.stop()


def left_over(state_dir: Path) -> list[psutil.Process]:
    stores = (("postgres", "postgres"), ("valkey", "valkey"))
    return [found for folder, name in stores for found in processes.working_in(state_dir / folder, name)]


def note(servers: EmbeddedServers, word: str) -> None:
    with psycopg.connect(servers.database_url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS notes (word text)")
        connection.execute("INSERT INTO notes VALUES (%s)", [word])
    with redis.Redis.from_url(servers.redis_url) as store:
        store.rpush("notes", word)


def noted(servers: EmbeddedServers) -> list[str]:
    with psycopg.connect(servers.database_url.replace("+psycopg", "")) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM notes ORDER BY word")]


def kill(servers: EmbeddedServers, *names: str) -> None:
    victims = [psutil.Process(servers.pids()[name]) for name in names]
    for victim in victims:
        victim.kill()
    for victim in victims:
        while victim.is_running() and victim.status() != psutil.STATUS_ZOMBIE:
            pass


def test_all_of_it_is_closed_to_everyone_else(servers: EmbeddedServers, state_dir: Path) -> None:
    for folder in (state_dir, state_dir / "postgres", state_dir / "valkey", socket_folder(state_dir)):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    for pid in servers.pids().values():
        assert not [line for line in psutil.Process(pid).net_connections("inet") if line.status == "LISTEN"]


@pytest.mark.parametrize("killed", [("PostgreSQL",), ("Valkey",), ("PostgreSQL", "Valkey")])
def test_a_killed_server_is_started_again_with_all_it_had(
    servers: EmbeddedServers, killed: tuple[str, ...]
) -> None:
    note(servers, "before")
    kill(servers, *killed)
    assert servers.tend() == killed
    assert servers.tend() == ()
    note(servers, "later")
    assert noted(servers) == ["before", "later"]


def test_what_a_killed_run_left_running_is_ended_and_nothing_else(state_dir: Path) -> None:
    words = (
        "import sys, pathlib; from hotline.embedded import EmbeddedServers; "
        "s = EmbeddedServers(pathlib.Path(sys.argv[1]), durable=False); s.start(); print('up', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", words, str(state_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"up\n"
        run.kill()
    before = {found.pid for found in left_over(state_dir)}
    assert len(before) > 1
    bystander = subprocess.Popen(["sleep", "60"], cwd=state_dir)
    again = EmbeddedServers(state_dir, durable=False)
    again.start()
    try:
        assert not before & {found.pid for found in left_over(state_dir)}
        assert bystander.poll() is None
        note(again, "after")
        assert noted(again) == ["after"]
    finally:
        again.stop()
        bystander.kill()
        bystander.wait()
    assert left_over(state_dir) == []


def test_a_stale_pid_file_that_names_somebody_else_harms_nobody(state_dir: Path) -> None:
    servers = EmbeddedServers(state_dir, durable=False)
    servers.start()
    note(servers, "before")
    pid_file = state_dir / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    servers.stop()
    bystander = subprocess.Popen(["sleep", "60"])
    sockets = socket_folder(state_dir)
    sockets.mkdir(mode=0o700, exist_ok=True)
    for left in (pid_file, sockets / ".s.PGSQL.5432.lock"):
        left.write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
    for left in (sockets / ".s.PGSQL.5432", sockets / "valkey.sock"):
        left.write_text("left behind")
    servers.start()
    try:
        assert noted(servers) == ["before"]
        assert bystander.poll() is None
    finally:
        servers.stop()
        bystander.kill()
        bystander.wait()


def test_a_set_up_that_was_cut_short_is_begun_anew(state_dir: Path) -> None:
    (state_dir / "postgres.new" / "base").mkdir(parents=True)
    (state_dir / "postgres.new" / "PG_VERSION").write_text("18\n")
    servers = EmbeddedServers(state_dir, durable=False)
    servers.start()
    note(servers, "fresh")
    servers.stop()
    assert not (state_dir / "postgres.new").exists()


def test_a_damaged_queue_store_is_put_aside_since_its_jobs_come_again(state_dir: Path) -> None:
    servers = EmbeddedServers(state_dir, durable=False)
    servers.start()
    note(servers, "before")
    servers.stop()
    for part in (state_dir / "valkey" / "appendonlydir").glob("*.incr.aof"):
        part.write_bytes(b"this is no journal\r\n" * 20)
    servers.start()
    try:
        note(servers, "after")
        assert noted(servers) == ["after", "before"]
        assert list((state_dir / "valkey" / "unreadable").iterdir())
    finally:
        servers.stop()


def test_one_state_folder_is_served_once(servers: EmbeddedServers, state_dir: Path) -> None:
    note(servers, "mine")
    with pytest.raises(AlreadyRunning):
        EmbeddedServers(state_dir, durable=False).start()
    assert noted(servers) == ["mine"]


def test_a_long_path_gets_short_sockets(folder: Path) -> None:
    state_dir = folder / ("long" * 30) / "instance"
    servers = EmbeddedServers(state_dir, durable=False)
    servers.start()
    try:
        note(servers, "here")
        sockets = socket_folder(state_dir)
        assert folder not in sockets.parents
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    finally:
        servers.stop()
    assert not sockets.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder that is somebody else's")
def test_sockets_are_not_put_into_a_folder_of_somebody_elses(folder: Path) -> None:
    state_dir = folder / ("far" * 40) / "instance"
    sockets = socket_folder(state_dir)
    sockets.mkdir(mode=0o777)
    try:
        os.chown(sockets, 12345, 12345)
        with pytest.raises(StateFolderWrong):
            EmbeddedServers(state_dir, durable=False).start()
    finally:
        shutil.rmtree(sockets)


def test_a_failing_statement_leaves_no_value_in_the_log(servers: EmbeddedServers, state_dir: Path) -> None:
    with psycopg.connect(servers.database_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE callers (number text PRIMARY KEY)")
        for _ in range(2):
            try:
                connection.execute("INSERT INTO callers VALUES ('+923640009001')")
            except psycopg.errors.UniqueViolation:
                refused = True
    assert refused
    assert "9001" not in (state_dir / "logs" / "postgres.log").read_text()


def test_a_log_that_has_grown_long_begins_anew_while_it_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state_folder, "LONGEST_LOG", 10)
    with state_folder.open_log(folder / "web.log") as log:
        log.write(b"a long line of old\n")
        log.flush()
        state_folder.keep_logs_short(folder)
        log.write(b"new\n")
        log.flush()
        state_folder.keep_logs_short(folder)
    assert (folder / "web.log").read_bytes() == b"new\n"
    assert (folder / "web.log.old").read_bytes() == b"a long line of old\n"
