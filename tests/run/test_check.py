"""`check` and /health tell the same: what keeps calls from being answered, and what is only to be seen to."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from hotline.commands.index import hotline
from hotline.runtime import Runtime

NOWHERE = {
    "HOTLINE_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    "HOTLINE_REDIS_URL": "redis://127.0.0.1:9/0",
}


def check(environ: dict[str, str]) -> Result:
    return CliRunner().invoke(hotline, ["check"], env=environ)


def test_an_installation_with_phones_is_fit(environ: dict[str, str], practice_directory: None) -> None:
    told = check(environ)
    assert told.exit_code == 0, told.output
    assert "FAIL" not in told.output
    assert "each has a phone" in told.output


def test_without_any_phone_it_is_not_and_health_says_so_too(
    environ: dict[str, str], directory: None, client: FlaskClient
) -> None:
    told = check(environ)
    assert told.exit_code == 1
    assert [line.split()[:2] for line in told.output.splitlines() if "FAIL" in line] == [["FAIL", "circles"]]
    health = client.get("/health")
    assert health.status_code == 503
    assert "none has a phone" in health.text


@pytest.mark.parametrize(
    ("name", "about"), [("HOTLINE_DATABASE_URL", "database"), ("HOTLINE_REDIS_URL", "queue")]
)
def test_a_server_that_is_away_is_named_without_its_address(
    environ: dict[str, str], practice_directory: None, name: str, about: str
) -> None:
    told = check({**environ, name: NOWHERE[name]})
    assert told.exit_code == 1
    assert [line.split()[1] for line in told.output.splitlines() if "FAIL" in line] == [about]
    assert "127.0.0.1" not in told.output
    assert "Traceback" not in told.output


def test_prompts_that_nobody_could_hear_are_named(
    environ: dict[str, str], practice_directory: None, tmp_path: Path
) -> None:
    (Path(environ["HOTLINE_STATE_DIR"]) / "prompts").unlink()
    told = check(environ)
    assert told.exit_code == 1
    assert "no recording of ur/" in told.output


def test_what_waits_on_disk_is_to_be_seen_to_but_calls_are_answered(
    environ: dict[str, str], practice_directory: None, runtime: Runtime
) -> None:
    runtime.spool.keep("incoming sms", sms={})
    told = check(environ)
    assert told.exit_code == 0, told.output
    assert "look  webhooks" in told.output


TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "secret",
    "TWILIO_FROM": "RAABTA",
}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (
            {"HOTLINE_ALARM_PHONES": "0364 0000001 and me"},
            "look  alarms     HOTLINE_ALARM_PHONES cannot be read",
        ),
        (TWILIO, "look  alarms     nobody is told"),
        ({"HOTLINE_ALARM_PHONES": "0364 0000001; 0364 0000002"}, "ok    alarms     are told to phones: 2"),
        (
            {"HOTLINE_ALARM_URL": "https://example.org/s3cret"},
            "ok    alarms     are told to an address on the web",
        ),
    ],
)
def test_alarms_that_would_reach_nobody_are_to_be_seen_to(
    environ: dict[str, str], practice_directory: None, settings: dict[str, str], words: str
) -> None:
    told = check(environ | settings)
    assert told.exit_code == 0, told.output
    assert words in told.output
    assert "0000001" not in told.output
    assert "s3cret" not in told.output


def test_a_clock_that_stands_is_named(
    environ: dict[str, str], practice_directory: None, runtime: Runtime
) -> None:
    assert "look  clock      has made no round yet" in check(environ).output
    with runtime.database.bare() as connection:
        connection.exec_driver_sql(
            "INSERT INTO heartbeats (of, at) VALUES ('clock', now() - interval '3 hours')"
        )
    told = check(environ)
    assert told.exit_code == 1
    assert "FAIL  clock      has made no round for 3 h" in told.output


def test_settings_that_are_missing_are_one_line_each(tmp_path: Path) -> None:
    told = check({"HOTLINE_STATE_DIR": str(tmp_path / "empty")})
    assert told.exit_code == 1
    lines = told.output.splitlines()
    assert len(lines) > 3
    assert all(line.startswith("hotline: ") and "make run" in line for line in lines)
