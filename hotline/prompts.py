"""The recorded prompts by name and language: one published in the console wins over a file in locales/, and both
over a rendered stand-in."""

import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from hotline.errors import HotlineError
from hotline.wav_length import seconds
from ivr_flows.languages import LANGUAGES
from ivr_flows.steps import Prompt

log = logging.getLogger(__name__)

# How often, at most, a process looks whether another one has published something.
LOOK_EVERY = 1.0
PUBLISHED = "prompts_published"
"""The folder of published recordings, inside the state folder."""
INDEX = "index.json"
"""In that folder: which of them play now. Replaced as a whole by whoever publishes."""


class PromptMissing(HotlineError):
    """No recording of this prompt in any language."""


class Origin(StrEnum):
    """Where a sound comes from, the one that wins first."""

    STUDIO = "studio"
    FILE = "file"
    STAND_IN = "stand_in"


@dataclass(frozen=True, slots=True)
class Audio:
    """One recording. Its public name carries the hash of its content, so it may be cached for ever.

    One from the studio is known by its row's id, and by the key of the words that it was made for.
    """

    path: Path
    url_name: str
    language: str
    origin: Origin
    seconds: float | None = None
    recording: int | None = None
    words_key: str | None = None


By = dict[tuple[str, str], Audio]
"""By language and name: the name of a prompt, or a public name."""


@dataclass(frozen=True, slots=True)
class Published:
    """What the studio has published, as it was last read: by prompt what plays, by public name whatever ever did."""

    playing: By = field(default_factory=dict)
    by_url: By = field(default_factory=dict)


class PromptShelf:
    """Every recording there is, looked up once: nothing a caller or a browser sends is ever made into a path.

    Recordings lie in `locales_dir`/<language>/<prompt name>.wav, stand-ins in
    `rendered_dir`/<language>/<prompt name>.<key of its words>.wav, what the studio has published in
    `published_dir`/<language>/<public name>; this last folder alone is looked at again while the process runs.
    """

    def __init__(
        self,
        locales_dir: Path,
        rendered_dir: Path,
        published_dir: Path | None = None,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._files: By = {}
        self._files_by_url: By = {}
        for path in sorted(rendered_dir.glob("*/*.wav")):
            self._put(path.stem.rpartition(".")[0], path, Origin.STAND_IN)
        for path in sorted(locales_dir.glob("*/*.wav")):
            self._put(path.stem, path, Origin.FILE)
        self._index = published_dir / INDEX if published_dir is not None else None
        self._on_change = on_change
        self._published = Published()
        self._by_name = self._files
        self._seen: tuple[int, int] | None = None
        self._forget_again = False
        self._looking = threading.Lock()
        self._look_at = 0.0
        self.look_now()

    def _put(self, name: str, path: Path, origin: Origin) -> None:
        sound = path.read_bytes()
        language = path.parent.name
        audio = Audio(path, public_name(name, sound), language, origin, seconds(sound))
        self._files[language, name] = audio
        self._files_by_url[language, audio.url_name] = audio

    def look_again(self) -> None:
        """See what has been published elsewhere. For every request: it is a comparison, and once a second a `stat`."""
        now = time.monotonic()
        if now >= self._look_at:
            self._look_at = now + LOOK_EVERY
            self.look_now()

    def look_now(self) -> None:
        """See it at once."""
        if self._index is None:
            return
        with self._looking:
            if self._forget_again:
                # What another thread was still putting together from the old recordings goes as well.
                self._forget_again = False
                self._on_change()
            seen = _edition(self._index)
            if seen == self._seen:
                return
            published = read_published(self._index)
            self._by_name = self._files | published.playing
            self._published = published
            self._seen = seen
            self._forget_again = True
            self._on_change()

    def url_name(self, prompt_name: str, language: str) -> str:
        """The public name of a prompt; raises PromptMissing.

        One that this language lacks is answered by the name alone, which `path` then finds in another language:
        words in the wrong language are better than silence on the line.
        """
        audio = self._by_name.get((language, prompt_name))
        if audio is not None:
            return audio.url_name
        if self._in_any_language(prompt_name) is None:
            raise PromptMissing(f"no recording of the prompt {prompt_name}")
        return f"{prompt_name}.wav"

    def playing(self, prompt_name: str, language: str) -> Audio | None:
        """What a caller hears now: in another language where this one has nothing; None where none has."""
        return self._by_name.get((language, prompt_name)) or self._in_any_language(prompt_name)

    def beneath(self, prompt_name: str, language: str) -> Audio | None:
        """What would be heard in this language if nothing were published."""
        return self._files.get((language, prompt_name))

    def path(self, language: str, url_name: str) -> Path | None:
        """The file of a public name. A hash of yesterday, asked for by a call under way, gets today's recording."""
        exact = self._exact(language, url_name)
        if exact is None:
            # Perhaps another process has given out the name of what it has just published.
            self.look_now()
            exact = self._exact(language, url_name)
        if exact is not None:
            return exact.path
        for name in (url_name.removesuffix(".wav"), url_name.removesuffix(".wav").rpartition(".")[0]):
            audio = self.playing(name, language)
            if audio is not None:
                return audio.path
        return None

    def is_current(self, language: str, url_name: str) -> bool:
        """Whether that name is of exactly this recording, so that the answer may be kept for ever."""
        return self._exact(language, url_name) is not None

    def _exact(self, language: str, url_name: str) -> Audio | None:
        asked = language, url_name
        return self._files_by_url.get(asked) or self._published.by_url.get(asked)

    def _in_any_language(self, name: str) -> Audio | None:
        """In the language most callers share, else in any other."""
        heard = (self._by_name.get((language, name)) for language in LANGUAGES)
        return next(filter(None, heard), None)

    def missing(self, prompts: Iterable[Prompt], languages: Iterable[str]) -> list[str]:
        """Each prompt without a recording, as "<language>/<name>"."""
        return [
            f"{language}/{prompt.name}"
            for prompt, language in said_in(prompts, languages)
            if (language, prompt.name) not in self._by_name
        ]

    def without_a_person(
        self, prompts: Iterable[Prompt], languages: Iterable[str]
    ) -> list[tuple[Prompt, str]]:
        """Each prompt with each language in which no recording made by a person plays."""
        return [
            (prompt, language)
            for prompt, language in said_in(prompts, languages)
            if self._origin(prompt.name, language) in {None, Origin.STAND_IN}
        ]

    def _origin(self, prompt_name: str, language: str) -> Origin | None:
        audio = self._by_name.get((language, prompt_name))
        return audio.origin if audio is not None else None


def read_published(index: Path) -> Published:
    """What an index and the files beside it say. What is not there, or cannot be read, does not play."""
    by_url = {
        (path.parent.name, path.name): Audio(path, path.name, path.parent.name, Origin.STUDIO)
        for path in index.parent.glob("*/*.wav")
    }
    playing: By = {}
    try:
        for language, prompts in json.loads(index.read_bytes())["playing"].items():
            for name, told in prompts.items():
                audio = by_url.get((language, told["file"]))
                if audio is not None:
                    playing[language, name] = replace(
                        audio, seconds=told["seconds"], recording=told["recording"], words_key=told["words"]
                    )
    except FileNotFoundError:
        pass
    except (ValueError, KeyError, TypeError, AttributeError):
        log.exception("the index of the published recordings cannot be read")
    return Published(playing, by_url)


def _edition(index: Path) -> tuple[int, int] | None:
    """Another one after every change of the index; None where there is none."""
    try:
        found = index.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def said_in(prompts: Iterable[Prompt], languages: Iterable[str]) -> list[tuple[Prompt, str]]:
    """Each prompt with each language that it is ever said in."""
    spoken = [str(language) for language in languages]
    return [
        (prompt, language)
        for prompt in prompts
        for language in spoken
        if prompt.language is None or prompt.language == language
    ]


def public_name(prompt_name: str, sound: bytes) -> str:
    return f"{prompt_name}.{hashlib.sha256(sound).hexdigest()[:12]}.wav"


def words_key(words: str) -> str:
    """By which it shows that a recording was made for other words."""
    return hashlib.sha256(words.encode()).hexdigest()[:12]
