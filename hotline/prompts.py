"""The recorded prompts by name and language; a recording made by people wins over a rendered stand-in."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hotline.errors import HotlineError
from ivr_flows.steps import Prompt


class PromptMissing(HotlineError):
    """No recording of this prompt in any language."""


@dataclass(frozen=True, slots=True)
class Audio:
    """One recording. Its public name carries the hash of its content, so it may be cached for ever."""

    path: Path
    url_name: str


class PromptShelf:
    """Every recording there is, looked up once: nothing a caller or a browser sends is ever made into a path.

    Recordings lie in `locales_dir`/<language>/<prompt name>.wav, stand-ins in
    `rendered_dir`/<language>/<prompt name>.<key of its words>.wav.
    """

    def __init__(self, locales_dir: Path, rendered_dir: Path) -> None:
        self._by_name: dict[tuple[str, str], Audio] = {}
        self._by_url: dict[tuple[str, str], Path] = {}
        for path in sorted(rendered_dir.glob("*/*.wav")):
            self._put(path.stem.rpartition(".")[0], path)
        for path in sorted(locales_dir.glob("*/*.wav")):
            self._put(path.stem, path)

    def _put(self, name: str, path: Path) -> None:
        content = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        language = path.parent.name
        audio = Audio(path, f"{name}.{content}.wav")
        self._by_name[language, name] = audio
        self._by_url[language, audio.url_name] = path

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

    def path(self, language: str, url_name: str) -> Path | None:
        """The file of a public name. A hash of yesterday, asked for by a call under way, gets today's recording."""
        exact = self._by_url.get((language, url_name))
        if exact is not None:
            return exact
        for name in (url_name.removesuffix(".wav"), url_name.removesuffix(".wav").rpartition(".")[0]):
            audio = self._by_name.get((language, name)) or self._in_any_language(name)
            if audio is not None:
                return audio.path
        return None

    def is_current(self, language: str, url_name: str) -> bool:
        """Whether that name is of exactly this recording, so that the answer may be kept for ever."""
        return (language, url_name) in self._by_url

    def _in_any_language(self, name: str) -> Audio | None:
        return next((audio for (_, known), audio in self._by_name.items() if known == name), None)

    def missing(self, prompts: Iterable[Prompt], languages: Iterable[str]) -> list[str]:
        """Each prompt without a recording, as "<language>/<name>"."""
        return [
            f"{language}/{prompt.name}"
            for prompt, language in said_in(prompts, languages)
            if (language, prompt.name) not in self._by_name
        ]


def said_in(prompts: Iterable[Prompt], languages: Iterable[str]) -> list[tuple[Prompt, str]]:
    """Each prompt with each language that it is ever said in."""
    spoken = [str(language) for language in languages]
    return [
        (prompt, language)
        for prompt in prompts
        for language in spoken
        if prompt.language is None or prompt.language == language
    ]
