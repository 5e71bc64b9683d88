"""The prompts as the studio shows them: what each says, what of it callers hear now, and who recorded it when.

It lies at the edge because only from here both recordings and the names of supervisors can be seen.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hotline.languages import words
from hotline.prompts import Audio, Origin, PromptShelf
from hotline.studio.models import PromptPublication, PromptRecording
from hotline.studio.recordings import Spoken
from hotline.supervisors.models import Supervisor
from ivr_flows.flows import FLOWS
from ivr_flows.languages import LANGUAGES
from ivr_flows.phrases import PHRASES
from ivr_flows.prompts import by_text, every_prompt, said_in
from ivr_flows.steps import Prompt, Reference

PLACES = "places"
NUMBERS = "numbers"
EVERYWHERE = "everywhere"
# By how their names begin.
APART = {"place": PLACES, "digit": NUMBERS, "press": NUMBERS}
# A line that tells of a key should be over before the caller has forgotten how it began.
OPTION_SECONDS = 6.0
AN_OPTION = re.compile(r"\bpress \d", re.IGNORECASE)


class Which(StrEnum):
    """Which prompts a list is narrowed to."""

    ALL = "all"
    STAND_IN = "stand_in"
    RECORDED = "recorded"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Made:
    """A recording: who made it when, and for which words."""

    id: int
    by: str
    at: datetime
    words: str
    seconds: float
    level: float
    trimmed: float
    published: bool  # now, or at any time before


@dataclass(frozen=True, slots=True)
class Line:
    """A prompt in one language, and what a caller hears of it. `made` is of a recording from the studio."""

    prompt: Prompt
    language: str
    words: str
    group: str
    audio: Audio | None
    made: Made | None

    @property
    def name(self) -> str:
        return self.prompt.name

    @property
    def spoken(self) -> Spoken:
        return Spoken(self.name, self.language, self.words)

    @property
    def is_option(self) -> bool:
        return AN_OPTION.search(self.prompt.words) is not None

    @property
    def in_own_language(self) -> bool:
        return self.audio is not None and self.audio.language == self.language

    @property
    def recorded(self) -> bool:
        """Whether a person speaks here, in this language."""
        return self.audio is not None and self.in_own_language and self.audio.origin is not Origin.STAND_IN

    @property
    def changed(self) -> bool:
        """Whether what plays was recorded for other words than the prompt has now."""
        return self.made is not None and self.made.words != self.words

    def fits(self, which: Which) -> bool:
        if which is Which.STAND_IN:
            return not self.recorded
        if which is Which.RECORDED:
            return self.recorded
        return which is Which.ALL or self.changed

    def matches(self, wanted: str) -> bool:
        """Whether a search finds it: by its name, or by its words in any language."""
        texts = self.name, *(words(self.prompt, language) for language in LANGUAGES)
        return any(wanted.casefold() in text.casefold() for text in texts)


@dataclass(frozen=True, slots=True)
class Published:
    """One change of what plays. `recording` None: back to what lies beneath the studio."""

    by: str
    at: datetime
    recording: int | None


@cache
def groups() -> dict[str, tuple[Prompt, ...]]:
    """Every spoken prompt once, under the flow that says it first; names of places, and numbers, apart."""
    flows = [flow for flow in FLOWS if not by_text(flow)]
    first = {said: flow.name for flow in reversed(flows) for said in said_in(flow)}
    first |= dict.fromkeys(PHRASES, EVERYWHERE)
    found: dict[str, list[Prompt]] = {flow.name: [] for flow in flows}
    found |= {EVERYWHERE: [], NUMBERS: [], PLACES: []}
    for prompt in every_prompt():
        found[_group_of(prompt, first)].append(prompt)
    return {name: tuple(prompts) for name, prompts in found.items() if prompts}


def _group_of(prompt: Prompt, first: dict[Prompt | Reference, str]) -> str:
    return APART.get(prompt.name.partition(".")[0]) or first.get(prompt, EVERYWHERE)


def read_lines(session: Session, shelf: PromptShelf, language: str) -> list[Line]:
    """Every prompt that is said in this language, group by group."""
    said = [
        (prompt, group, shelf.playing(prompt.name, language))
        for group, prompts in groups().items()
        for prompt in prompts
        if prompt.language in {None, language}
    ]
    made = _made_by_id(session, (audio for _, _, audio in said))
    return [
        Line(prompt, language, words(prompt, language), group, audio, _made_of(audio, made))
        for prompt, group, audio in said
    ]


def _made_of(audio: Audio | None, made: dict[int, Made]) -> Made | None:
    return made.get(audio.recording) if audio is not None and audio.recording is not None else None


def _made_by_id(session: Session, audios: Iterable[Audio | None]) -> dict[int, Made]:
    ids = {audio.recording for audio in audios if audio is not None and audio.recording is not None}
    return {made.id: made for made in _made(session, PromptRecording.id.in_(ids))} if ids else {}


def recordings_of(session: Session, spoken: Spoken) -> list[Made]:
    """All that there are, the newest first."""
    return _made(
        session, PromptRecording.language == spoken.language, PromptRecording.prompt == spoken.prompt
    )


def _made(session: Session, *which: ColumnElement[bool]) -> list[Made]:
    published = select(PromptPublication.id).where(PromptPublication.recording_id == PromptRecording.id)
    rows = session.execute(
        select(
            PromptRecording.id,
            Supervisor.name,
            PromptRecording.recorded_at,
            PromptRecording.words,
            PromptRecording.seconds,
            PromptRecording.level,
            PromptRecording.trimmed,
            published.exists(),
        )
        .join(Supervisor, Supervisor.id == PromptRecording.recorded_by)
        .where(*which)
        .order_by(PromptRecording.id.desc())
    )
    return [Made(*row) for row in rows]


def publications_of(session: Session, spoken: Spoken) -> list[Published]:
    """Every change of what plays, the newest first."""
    rows = session.execute(
        select(Supervisor.name, PromptPublication.published_at, PromptPublication.recording_id)
        .join(Supervisor, Supervisor.id == PromptPublication.published_by)
        .where(PromptPublication.language == spoken.language, PromptPublication.prompt == spoken.prompt)
        .order_by(PromptPublication.number.desc())
    )
    return [Published(*row) for row in rows]
