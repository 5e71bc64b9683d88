"""Whether this installation is fit to answer calls: what `hotline check` prints and `/health` answers by."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError

from hotline.alarms.heartbeat import STOPPED_AFTER_SECONDS
from hotline.alarms.looking import Waits, how_much, span, waits
from hotline.calls.missed import count_refused
from hotline.circles.directory import circles_without_phone
from hotline.circles.duty_phones import read_duty_phones
from hotline.circles.models import CirclePhone
from hotline.circles.table import Wrong
from hotline.database import DATABASE_AWAY, today
from hotline.hours import written
from hotline.languages import words
from hotline.prompts import said_in, words_key
from hotline.runtime import Runtime
from ivr_flows.languages import LANGUAGES
from ivr_flows.prompts import every_prompt
from ivr_flows.steps import Prompt

LEAST_FREE_BYTES = 200_000_000
MIGRATIONS = Path(__file__).with_name("migrations") / "versions"


class Fitness(StrEnum):
    """WARNING: calls and texts are taken all the same, and somebody should look."""

    FIT = "fit"
    WARNING = "warning"
    UNFIT = "unfit"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `words` are fit for anyone to read: no number, no name, no address with a password."""

    about: str
    fitness: Fitness
    words: str


def look(runtime: Runtime) -> list[Finding]:
    """Look at everything an operator could mend; never raises because something is away."""
    findings = [
        _carrier(runtime),
        _desks(runtime),
        _alarms(runtime),
        _prompts(runtime),
        _room(runtime),
        *_kept(runtime),
    ]
    findings.append(_queues(runtime))
    findings.extend(_database(runtime))
    return findings


def fit(findings: list[Finding]) -> bool:
    return all(finding.fitness is not Fitness.UNFIT for finding in findings)


def _carrier(runtime: Runtime) -> Finding:
    if runtime.settings.practising:
        return Finding("carrier", Fitness.FIT, "practice: calls and texts of this machine only")
    return Finding("carrier", Fitness.FIT, f"{runtime.settings.carrier}, credentials are set")


def _desks(runtime: Runtime) -> Finding:
    settings = runtime.settings
    without = []
    if not settings.emergency_number:
        without.append("who presses 9 is told to call 15")
    if not settings.desk_number:
        without.append("who presses 0 may leave a message or be called back")
    if not without:
        return Finding("desks", Fitness.FIT, "both have a number")
    fitness = Fitness.FIT if settings.practising else Fitness.WARNING
    return Finding("desks", fitness, f"nobody is called: {'; '.join(without)}")


def _prompts(runtime: Runtime) -> Finding:
    runtime.prompts.look_again()
    said = said_in(every_prompt(), LANGUAGES)
    if missing := runtime.prompts.missing(every_prompt(), LANGUAGES):
        return Finding("prompts", Fitness.UNFIT, f"no recording of {_first_of(missing)}")
    if outdated := [
        f"{language}/{prompt.name}" for prompt, language in said if _outdated(runtime, prompt, language)
    ]:
        told = f"recorded before their words changed: {_first_of(outdated)}"
        return Finding("prompts", Fitness.WARNING, told)
    stand_ins = len(runtime.prompts.without_a_person(every_prompt(), LANGUAGES))
    told = f"every one of {len(said)} can be heard"
    return Finding(
        "prompts", Fitness.FIT, f"{told}, {stand_ins} by the stand-in voice" if stand_ins else told
    )


def _outdated(runtime: Runtime, prompt: Prompt, language: str) -> bool:
    """Whether callers hear a recording that may name a key which is another one by now."""
    audio = runtime.prompts.playing(prompt.name, language)
    if audio is None or audio.words_key is None:
        return False
    return audio.words_key != words_key(words(prompt, language))


def _first_of(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _room(runtime: Runtime) -> Finding:
    free = shutil.disk_usage(runtime.settings.state_dir).free
    words = f"{free // 1_000_000:,} MB free"
    return Finding("disk", Fitness.FIT if free >= LEAST_FREE_BYTES else Fitness.UNFIT, words)


def _kept(runtime: Runtime) -> Iterator[Finding]:
    if waiting := runtime.spool.count():
        words = f"{waiting} kept on disk until the database takes them in"
        yield Finding("webhooks", Fitness.WARNING, words)
    if aside := runtime.spool.aside():
        yield Finding("webhooks", Fitness.WARNING, f"{aside} could not be taken in: somebody must look")


def _queues(runtime: Runtime) -> Finding:
    if runtime.queues.answers():
        return Finding("queue", Fitness.FIT, "answers")
    return Finding("queue", Fitness.UNFIT, "does not answer: tips are kept and wait for it")


def _database(runtime: Runtime) -> list[Finding]:
    found: list[Finding] = []
    try:
        found.append(_schema(runtime))
        if fit(found):
            found += [_phones(runtime), *_waits(runtime), _missed_calls(runtime)]
    except DATABASE_AWAY:
        found.append(Finding("database", Fitness.UNFIT, "does not answer: callers hear an apology"))
    return found


def _schema(runtime: Runtime) -> Finding:
    try:
        with runtime.database.statement() as session:
            had = set(session.execute(text("SELECT version_num FROM alembic_version")).scalars())
    except ProgrammingError:
        had = set()
    if had != _newest_schema():
        return Finding("database", Fitness.UNFIT, "has not had every migration: start the hotline anew")
    return Finding("database", Fitness.FIT, "answers, and has every table")


@lru_cache
def _newest_schema() -> set[str]:
    """As Alembic would say; read from the files, since loading Alembic would delay every start of the web."""
    texts = [path.read_text(encoding="utf-8") for path in MIGRATIONS.glob("*.py")]
    after = {name for text in texts for name in re.findall(r'^down_revision.*= "(.+)"', text, re.MULTILINE)}
    return {name for text in texts for name in re.findall(r'^revision.*= "(.+)"', text, re.MULTILINE)} - after


def _phones(runtime: Runtime) -> Finding:
    with runtime.database.statement() as session:
        phones = session.scalar(select(func.count()).select_from(CirclePhone)) or 0
        without = circles_without_phone(session, today())
    if not phones:
        return Finding("circles", Fitness.UNFIT, "none has a phone: referrals wait until one is entered")
    if without:
        words = f"{len(without)} without a phone; theirs go up the ladder: {', '.join(without)}"
        return Finding("circles", Fitness.WARNING, words)
    return Finding("circles", Fitness.FIT, "each has a phone")


def _waits(runtime: Runtime) -> list[Finding]:
    """What waits too long to be found by whoever should do it, and whether the clock looks for it."""
    with runtime.database.statement() as session:
        found = waits(session, runtime.settings.alarm_seconds)
    return [_clock(found), _tips(found), _referrals(found)]


def _clock(found: Waits) -> Finding:
    if found.clock is None:
        return Finding("clock", Fitness.WARNING, "has made no round yet: start `python worker.py clock`")
    if found.clock > STOPPED_AFTER_SECONDS:
        return Finding("clock", Fitness.UNFIT, f"has made no round for {span(found.clock)}: start it again")
    return Finding("clock", Fitness.FIT, f"made a round {span(found.clock)} ago")


def _tips(found: Waits) -> Finding:
    if found.tips.count:
        return Finding("tips", Fitness.UNFIT, f"no worker has read {how_much(found.tips)}")
    return Finding("tips", Fitness.FIT, "none waits")


def _referrals(found: Waits) -> Finding:
    faults = {
        "waiting for a phone": found.without_phone,
        "refused by the carrier": found.refused,
        "that nobody up the ladder has answered": found.unanswered.count,
    }
    told = [f"{count} {fault}" for fault, count in faults.items() if count]
    if found.referrals.count:
        told.insert(0, f"not handed to a carrier: {how_much(found.referrals)}")
        return Finding("referrals", Fitness.UNFIT, "; ".join(told))
    if told:
        return Finding("referrals", Fitness.WARNING, ", ".join(told))
    return Finding("referrals", Fitness.FIT, "none is stuck")


def _alarms(runtime: Runtime) -> Finding:
    settings = runtime.settings
    try:
        phones = read_duty_phones(settings.alarm_phones)
    except Wrong:
        words = "HOTLINE_ALARM_PHONES cannot be read: such as `+92... mon-fri 09:00-17:00; +92...`"
        return Finding("alarms", Fitness.WARNING, words)
    if phones or settings.alarm_url:
        told = [f"phones: {len(phones)}"] if phones else []
        told += ["an address on the web"] if settings.alarm_url else []
        return Finding("alarms", Fitness.FIT, f"are told to {' and '.join(told)}")
    words = "nobody is told: set HOTLINE_ALARM_PHONES or HOTLINE_ALARM_URL"
    return Finding("alarms", Fitness.FIT if settings.practising else Fitness.WARNING, words)


def _missed_calls(runtime: Runtime) -> Finding:
    if runtime.outgoing_calls is None:
        return Finding("missed", Fitness.FIT, "nobody is called back: no number for missed calls is set")
    with runtime.database.statement() as session:
        refused = count_refused(session, timedelta(days=1))
    if refused:
        words = f"calls back that the carrier refused within a day: {refused}"
        return Finding("missed", Fitness.WARNING, words)
    quiet = written(runtime.settings.quiet_hours)
    return Finding("missed", Fitness.FIT, f"calls are called back, except from {quiet}")
