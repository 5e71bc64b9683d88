"""What every test stands on: the real PostgreSQL and Valkey, a fresh database each, the app on real HTTP."""

import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from hotline.carriers.practice_numbers import circle_number
from hotline.circles.directory import give_practice_phones, seed
from hotline.database import Database
from hotline.embedded import EmbeddedServers
from hotline.keys import make_keys
from hotline.languages import voice, words
from hotline.runtime import Runtime, build_runtime
from hotline.schema import upgrade
from hotline.settings import Settings
from hotline.stand_ins import render_stand_ins
from ivr_flows.languages import LANGUAGES
from ivr_flows.prompts import every_prompt
from tests.made_once import Passwords, folder_in_memory, one_at_a_time

TEMPLATE = "template_hotline"
SEEDED = "template_seeded"
IN_MEMORY = pytest.StashKey[Path]()
# Folders whose tests start whole hotlines, or hold a telephone for as long as a call lasts.
LONG = ("chaos", "run", "practice")


def pytest_configure(config: pytest.Config) -> None:
    """Temporary files of the whole run lie in memory where there is room: databases are copied there at once."""
    if hasattr(config, "workerinput"):
        return  # It has this from the process that started it.
    if folder := folder_in_memory():
        config.stash[IN_MEMORY] = folder
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if folder := config.stash.get(IN_MEMORY, None):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: some tests mostly wait, for a call or a page."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first: the last of them would run alone at the end."""
    browsing = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: (item.path.parent.name not in LONG, item.path not in browsing))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all processes of this test run."""
    mine = tmp_path_factory.getbasetemp()
    shared = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "shared"
    shared.mkdir(exist_ok=True)
    return shared


@pytest.fixture(scope="session")
def servers() -> Iterator[EmbeddedServers]:
    """PostgreSQL and Valkey of this test session alone, gone at its end."""
    folder = Path(tempfile.mkdtemp(prefix="raabta-tests-"))
    embedded = EmbeddedServers(folder / "servers", durable=False)
    embedded.start()
    yield embedded
    embedded.stop()
    shutil.rmtree(folder, ignore_errors=True)


def database_url(servers: EmbeddedServers, name: str) -> str:
    return servers.database_url.replace("/hotline?", f"/{name}?")


def say_to_postgres(servers: EmbeddedServers, statement: str) -> None:
    plain = servers.database_url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture(scope="session")
def migrated_template(servers: EmbeddedServers) -> str:
    """The name of a database with every table and no row; each test gets a copy of it."""
    say_to_postgres(servers, f"CREATE DATABASE {TEMPLATE}")
    database = Database(database_url(servers, TEMPLATE))
    try:
        upgrade(database.engine)
    finally:
        database.close()
    return TEMPLATE


@pytest.fixture(scope="session")
def seeded_template(servers: EmbeddedServers, migrated_template: str) -> str:
    """The same with the directory as it is seeded: every circle, no phone. Copied faster than seeded anew."""
    say_to_postgres(servers, f"CREATE DATABASE {SEEDED} TEMPLATE {migrated_template}")
    database = Database(database_url(servers, SEEDED))
    try:
        with database.transaction() as session:
            seed(session)
    finally:
        database.close()
    return SEEDED


@pytest.fixture
def fresh_url(servers: EmbeddedServers, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database of this test's own, with every table, and no row but those of the directory asked for."""
    wanted = "seeded_template" if "directory" in request.fixturenames else "migrated_template"
    template = request.getfixturevalue(wanted)
    say_to_postgres(servers, f"CREATE DATABASE one_test TEMPLATE {template} STRATEGY file_copy")
    yield database_url(servers, "one_test")
    say_to_postgres(servers, "DROP DATABASE one_test WITH (FORCE)")


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    return Passwords()


@pytest.fixture
def hand_out_passwords(passwords: Passwords, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accounts that this test makes get passwords whose hashes are made already."""
    passwords.hand_out(monkeypatch)


@pytest.fixture
def database(fresh_url: str, hand_out_passwords: None) -> Iterator[Database]:
    opened = Database(fresh_url)
    yield opened
    opened.close()


@pytest.fixture
def directory(database: Database) -> None:
    """The directory as it is seeded: every circle, no phone. `fresh_url` sees that it is asked for."""


@pytest.fixture
def practice_directory(directory: None, database: Database) -> None:
    """The same, with a practice phone for every circle."""
    with database.transaction() as session:
        give_practice_phones(session, circle_number)


@pytest.fixture
def queue_url(servers: EmbeddedServers) -> str:
    """The URL of the queue store, emptied for this test."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(servers.redis_url.removeprefix("unix://"))
        line.sendall(b"FLUSHALL SYNC\r\n")
        assert line.recv(16).startswith(b"+OK")
    return servers.redis_url


@pytest.fixture(scope="session")
def rendered_prompts(shared_folder: Path) -> Path:
    """Every prompt's stand-in, rendered once for all tests."""
    folder = shared_folder / "prompts"
    with one_at_a_time(shared_folder):
        render_stand_ins(every_prompt(), LANGUAGES, words, folder, voice)
    return folder


@pytest.fixture
def environ(fresh_url: str, queue_url: str, rendered_prompts: Path, tmp_path: Path) -> dict[str, str]:
    """The environment of an installation of this test's own: keys made, practice carrier, a free port."""
    state_dir = tmp_path / "instance"
    make_keys(state_dir)
    (state_dir / "prompts").symlink_to(rendered_prompts)
    return {
        "HOTLINE_STATE_DIR": str(state_dir),
        "HOTLINE_DATABASE_URL": fresh_url,
        "HOTLINE_REDIS_URL": queue_url,
        "HOTLINE_PORT": str(free_port()),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def settings(environ: dict[str, str]) -> Settings:
    return Settings.from_environ(environ)


@pytest.fixture
def runtime(settings: Settings) -> Iterator[Runtime]:
    """What one process of the hotline holds, built as in service."""
    built = build_runtime(settings)
    yield built
    built.close()


@pytest.fixture(scope="session")
def compiled_templates(shared_folder: Path) -> FileSystemBytecodeCache:
    folder = shared_folder / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture
def app(runtime: Runtime, compiled_templates: FileSystemBytecodeCache) -> Flask:
    made = create_app(runtime)
    made.jinja_env.bytecode_cache = compiled_templates
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@dataclass(frozen=True, slots=True)
class Live:
    """A web server that listens: for whoever needs real HTTP."""

    url: str
    runtime: Runtime
    app: Flask


class Impatient(WSGIRequestHandler):
    """Leaves a connection on which nothing comes: browsers open some to spare."""

    timeout = 2.0


@pytest.fixture
def live(app: Flask, runtime: Runtime, settings: Settings) -> Iterator[Live]:
    server = make_server("127.0.0.1", settings.port, app, threaded=True, request_handler=Impatient)
    # What is still being answered at the end is waited for: it works with the runtime, which goes next.
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield Live(url=settings.public_url, runtime=runtime, app=app)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Where it is missing, a person's run skips the test, and CI's fails."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        why = "Chromium is not installed (Debian: apt install chromium fonts-noto-core)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    # A microphone that plays a tone instead of asking for leave: the practice phone records.
    flags = ["--disable-gpu", "--disable-background-networking", "--use-fake-ui-for-media-stream",
             "--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required"]  # fmt: skip
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=program, args=flags, chromium_sandbox=os.geteuid() != 0
        )
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh browser window. A script that fails, or is refused by the page's own policy, fails the test."""
    context = browser.new_context(permissions=["microphone"])
    opened = context.new_page()
    faults: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        # The browser fetches a tab's icon by itself, also for a page that has been left.
        if said.type == "error" and "mark.svg" not in said.text + said.location.get("url", ""):
            faults.append(said.text)

    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", hear)
    yield opened
    context.close()
    assert faults == []
