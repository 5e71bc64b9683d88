"""`prompts missing` lists what no person has recorded; `check` warns of what was recorded for other words."""

from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import text

from hotline.commands.index import hotline
from hotline.database import Database
from hotline.languages import Language
from hotline.prompts import INDEX, said_in
from hotline.runtime import Runtime
from hotline.studio.shelving import shelve
from ivr_flows.prompts import every_prompt
from tests.studio.conftest import PROMPT, Studio, speech, wav


def run(environ: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(hotline, list(words), env=environ)


def missing(environ: dict[str, str]) -> list[tuple[str, ...]]:
    told = run(environ, "prompts", "missing")
    assert told.exit_code == 0
    return [tuple(line.split("\t")) for line in told.output.splitlines()]


def test_what_the_stand_in_voice_says_is_listed_with_its_words(
    environ: dict[str, str], nadia: Studio
) -> None:
    before = missing(environ)
    assert len(before) == len(said_in(every_prompt(), Language))
    assert ("en", PROMPT, "Take care. Goodbye.") in before
    nadia.publish(nadia.record(wav(speech())), 0)
    after = missing(environ)
    assert [line[:2] for line in before if line not in after] == [("ur", PROMPT)]
    nadia.publish(None, 1)
    assert missing(environ) == before


def test_it_needs_neither_a_database_nor_stand_ins(tmp_path: Path) -> None:
    assert missing({"HOTLINE_STATE_DIR": str(tmp_path)})


def test_check_counts_the_stand_ins_and_warns_of_other_words(
    environ: dict[str, str], nadia: Studio, database: Database, runtime: Runtime, practice_directory: None
) -> None:
    nadia.publish(nadia.record(wav(speech())), 0)
    said = len(said_in(every_prompt(), Language))
    assert (
        f"every one of {said} can be heard, {said - 1} by the stand-in voice" in run(environ, "check").output
    )
    with database.transaction() as session:
        session.execute(text("UPDATE prompt_recordings SET words = 'Press nine'"))
    (runtime.published_prompts / INDEX).unlink()
    shelve(database, runtime.published_prompts)
    told = run(environ, "check")
    assert told.exit_code == 0
    assert f"look  prompts    recorded before their words changed: ur/{PROMPT}" in told.output
