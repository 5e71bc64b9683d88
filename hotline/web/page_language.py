"""The language a page speaks, and the way it writes dates: Urdu or English, always by the clock in Pakistan."""

from datetime import UTC, datetime

from babel.dates import format_date, format_datetime, format_timedelta
from flask import Flask, g, request, session

from hotline.database import PAKISTAN, today
from hotline.languages import N_, Language, direction, translator

CHOSEN = "language"
NAMES = {Language.URDU: "اردو", Language.ENGLISH: "English"}
COMMAS = {Language.URDU: "، ", Language.ENGLISH: ", "}
NEAR_DAYS = {0: N_("Today"), 1: N_("Yesterday")}
LOCALES = {Language.URDU: "ur_PK", Language.ENGLISH: "en_PK"}


def speak(app: Flask) -> None:
    """Give every template `_`, `ngettext`, the page's language and direction, and the filters for dates."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(_translate, _translate_plural, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(
        language=page_language,
        direction=lambda: direction(page_language()),
        language_names=NAMES,
        comma=comma,
    )
    app.jinja_env.filters.update(ago=ago, moment=moment, hour=hour, day=day, minutes=minutes)


def page_language() -> Language:
    """What was chosen in this browser, else what the browser asks for, else English."""
    if "language" not in g:
        g.language = chosen_before() or _language_of_browser() or Language.ENGLISH
    found: Language = g.language
    return found


def choose(language: Language) -> None:
    """Let this browser's pages speak `language` from now on, this page included."""
    session[CHOSEN] = language.value
    g.language = language


def choose_asked() -> None:
    """Choose the language that the address asks for by `lang`, if it asks for one of ours."""
    asked = request.args.get("lang")
    if asked in set(Language):
        choose(Language(asked))


def chosen_before() -> Language | None:
    """What was chosen in this browser, if anything was."""
    chosen = session.get(CHOSEN)
    return Language(chosen) if chosen in set(Language) else None


def say(message: str) -> str:
    """An English message of the catalogues in the page's language."""
    return _translate(message)


def comma() -> str:
    return COMMAS[page_language()]


def ago(at: datetime) -> str:
    """Such as `5 minutes ago`."""
    return format_timedelta(at - datetime.now(UTC), add_direction=True, locale=_locale())


def moment(at: datetime) -> str:
    """Date and time, the year only where it is another one than this."""
    here = at.astimezone(PAKISTAN)
    date = format_date(here, "d MMM" if here.year == today().year else "d MMM y", locale=_locale())
    return f"{date}{comma()}{hour(at)}"


def hour(at: datetime, seconds: bool = False) -> str:
    return format_datetime(at, "HH:mm:ss" if seconds else "HH:mm", tzinfo=PAKISTAN, locale=_locale())


def day(at: datetime) -> str:
    """The day in words: `Today`, `Yesterday`, or the date."""
    here = at.astimezone(PAKISTAN).date()
    pattern = "EEEE d MMMM" if here.year == today().year else "EEEE d MMMM y"
    written = format_date(here, pattern, locale=_locale())
    near = NEAR_DAYS.get((today() - here).days)
    return f"{say(near)}{comma()}{written}" if near else written


def minutes(seconds: int) -> str:
    """A length, such as `2:05`."""
    return f"{seconds // 60}:{seconds % 60:02}"


def _locale() -> str:
    return LOCALES[page_language()]


def _translate(message: str) -> str:
    return translator(page_language()).gettext(message)


def _translate_plural(singular: str, plural: str, count: int) -> str:
    return translator(page_language()).ngettext(singular, plural, count)


def _language_of_browser() -> Language | None:
    best = request.accept_languages.best_match([language.value for language in Language])
    return Language(best) if best else None
