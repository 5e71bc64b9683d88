"""Names of places that people add while the hotline runs, and the words that wait to be told what they are."""

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.database import DATABASE_AWAY, Database
from hotline.errors import HotlineError, SealBroken
from hotline.phone_numbers import pseudonym
from hotline.places import gazetteer
from hotline.places.folding import BREAK
from hotline.places.models import AddedPlaceName, UnknownPlaceWord
from hotline.places.names import AddedName, Cue, Name
from hotline.places.tables import key as key_of
from hotline.places.tables import read_tables
from hotline.sealing import Sealer

LONGEST = 60
LOOK_EVERY = 2.0
# What one message can bring in: whoever fills a text with made-up words fills no table with them.
MOST_WORDS = 8

log = logging.getLogger(__name__)


class PlaceWhen(StrEnum):
    """What must stand beside a spelling before it is a place, as in `ordinary_words.csv`; each allows the next ones."""

    FREE = "free"
    FROM = "from"
    IN = "in"
    NAMED = "named"
    ONLY = "only"


NEEDS = dict(zip(PlaceWhen, (Cue.NONE, Cue.FROM, Cue.IN, Cue.NAMED, Cue.ALONE), strict=True))


class Fault(StrEnum):
    """Why a name is not added."""

    EMPTY = "empty"
    LETTERS_ONLY = "letters_only"
    TOO_LONG = "too_long"
    NO_SUCH_PLACE = "no_such_place"
    IS_A_NAME = "is_a_name"
    IS_ABROAD = "is_abroad"
    IS_ADDED = "is_added"
    ORDINARY = "ordinary"


class NotAdded(HotlineError):
    """A name is not added, and why; `of` are the places that it already names."""

    def __init__(self, fault: Fault, of: tuple[str, ...] = ()) -> None:
        super().__init__(f"{fault}: {', '.join(of)}" if of else fault)
        self.fault = fault
        self.of = of


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that stood where a place stands, and how often; `key` is what it is known by."""

    key: str
    word: str
    seen: int
    first_seen_at: datetime
    last_seen_at: datetime


def add_name(session: Session, spelling: str, unit: str, place_when: PlaceWhen, by: int) -> int:
    """Add a spelling of a routing unit; the name's id, or raises `NotAdded`.

    In force everywhere within seconds of the commit, here after `look_again(database, at_once=True)`.
    """
    written = " ".join(spelling.split())
    key = key_of(written)
    in_force = {key_of(name.spelling): name.unit for name in names_in_force(session)}
    _refuse(written, key, unit, in_force)
    if place_when is PlaceWhen.FREE and _is_ordinary(key):
        raise NotAdded(Fault.ORDINARY)
    added = insert(AddedPlaceName).values(spelling=written, unit=unit, place_when=place_when, added_by=by)
    found: int | None = session.scalar(added.on_conflict_do_nothing().returning(AddedPlaceName.id))
    if found is None:
        raise NotAdded(Fault.IS_ADDED, (unit,))  # somebody was quicker by a moment
    return found


def _refuse(written: str, key: str, unit: str, in_force: dict[str, str]) -> None:
    if not any(letter.isalpha() for letter in key):
        raise NotAdded(Fault.EMPTY)
    if BREAK in key or any(letter.isdigit() for letter in written):
        raise NotAdded(Fault.LETTERS_ONLY)
    if len(written) > LONGEST:
        raise NotAdded(Fault.TOO_LONG)
    if unit not in units():
        raise NotAdded(Fault.NO_SUCH_PLACE)
    run_together = key.replace(" ", "")
    for other, of in in_force.items():
        if run_together == other.replace(" ", ""):
            raise NotAdded(Fault.IS_ADDED, (of,))
    names = gazetteer.load().names
    # A name of the tables is there in each of its spacings.
    known = names.get(key) or names.get(run_together)
    if known is not None:
        named = _named_by(known)
        raise NotAdded(Fault.IS_A_NAME if named else Fault.IS_ABROAD, named)


def _is_ordinary(key: str) -> bool:
    return gazetteer.load().ordinary.issuperset(key.split())


def _named_by(name: Name) -> tuple[str, ...]:
    return (name.province,) if name.province else tuple(dict.fromkeys(place.unit for place in name.places))


def remove_name(session: Session, name_id: int, by: int) -> bool:
    """Take an added name out of use; whether it was in use. It stays in the table, with who removed it and when."""
    removed = session.scalar(
        update(AddedPlaceName)
        .where(AddedPlaceName.id == name_id, AddedPlaceName.removed_at.is_(None))
        .values(removed_by=by, removed_at=func.now())
        .returning(AddedPlaceName.id)
    )
    return removed is not None


def names_in_force(session: Session) -> list[AddedPlaceName]:
    """The names that people added and nobody removed, the newest first."""
    return list(
        session.scalars(
            select(AddedPlaceName)
            .where(AddedPlaceName.removed_at.is_(None))
            .order_by(AddedPlaceName.id.desc())
        )
    )


def units() -> frozenset[str]:
    """Every routing unit that a name can be of."""
    return frozenset(read_tables().units)


def note_unknown(session: Session, sealer: Sealer, pseudonym_key: str, words: Iterable[str]) -> None:
    """Count each of the words once more: those of one message, once for each message."""
    told = {key_of(word): word for word in words if len(word) <= LONGEST}
    for nothing in ("", BREAK):
        told.pop(nothing, None)
    # In the order of their keys: two messages with the same words must not wait for each other.
    rows = sorted(
        (_known_by(key, pseudonym_key), sealer.seal_text(word)) for key, word in [*told.items()][:MOST_WORDS]
    )
    for key, sealed in rows:
        seen = insert(UnknownPlaceWord).values(key=key, word_sealed=sealed, seen=1)
        again = {"seen": UnknownPlaceWord.seen + 1, "last_seen_at": func.now()}
        session.execute(seen.on_conflict_do_update(index_elements=["key"], set_=again))


def unknown_words(session: Session, sealer: Sealer, most: int = 200) -> list[Unknown]:
    """The words that nobody has settled and that are no name by now, those seen most often first."""
    rows = session.scalars(
        select(UnknownPlaceWord)
        .where(UnknownPlaceWord.settled_at.is_(None))
        .order_by(UnknownPlaceWord.seen.desc(), UnknownPlaceWord.last_seen_at.desc(), UnknownPlaceWord.key)
        .limit(most)
    )
    names = gazetteer.load().names
    found = []
    for row in rows:
        word = _opened(sealer, row.word_sealed)
        if word is not None and key_of(word) not in names:
            found.append(Unknown(row.key, word, row.seen, row.first_seen_at, row.last_seen_at))
    return found


def settle(session: Session, key: str, by: int) -> bool:
    """Take a word off the list for good, since it is no place or has become a name; whether it stood there."""
    settled = session.scalar(
        update(UnknownPlaceWord)
        .where(UnknownPlaceWord.key == key, UnknownPlaceWord.settled_at.is_(None))
        .values(settled_by=by, settled_at=func.now())
        .returning(UnknownPlaceWord.key)
    )
    return settled is not None


class _Seen:
    """What this process last saw of the names: how many were ever added and removed, and when last."""

    def __init__(self) -> None:
        self.edition: tuple[object, ...] = (0, 0, None, None)
        self.look_at = 0.0
        self.looking = threading.Lock()


_seen = _Seen()
_EDITION = select(
    func.count(),
    func.count(AddedPlaceName.removed_at),
    func.max(AddedPlaceName.added_at),
    func.max(AddedPlaceName.removed_at),
)


def look_again(database: Database, *, at_once: bool = False) -> None:
    """Use the names that have been added anywhere. For every text: it is a comparison, and every two seconds a query.

    Never raises for a database that is away: the names of before go on.
    """
    if not at_once and time.monotonic() < _seen.look_at:
        return
    if not _seen.looking.acquire(blocking=at_once):
        return
    try:
        # Before the query: while a database is away, one text in two seconds waits for it here, not every one.
        _seen.look_at = time.monotonic() + LOOK_EVERY
        with database.statement() as session:
            catch_up(session)
    except DATABASE_AWAY as error:
        log.warning("added names of places could not be looked for", extra={"why": type(error).__name__})
    finally:
        _seen.looking.release()


def catch_up(session: Session) -> None:
    """Use the names that are in force now, if they are others than this process knew."""
    # Rows are only added and marked, so that one of the numbers grows with every change.
    edition = tuple(session.execute(_EDITION).one())
    if edition == _seen.edition:
        return
    known = units()
    names = [name for name in names_in_force(session) if name.unit in known]
    gazetteer.use_added(
        AddedName(name.spelling, name.unit, NEEDS[PlaceWhen(name.place_when)]) for name in names
    )
    _seen.edition = edition


def _known_by(key: str, pseudonym_key: str) -> str:
    return pseudonym(f"place: {key}", pseudonym_key)


def _opened(sealer: Sealer, sealed: bytes) -> str | None:
    try:
        return sealer.open_text(sealed)
    except SealBroken:
        return None
