"""Names of places that people add: refused where they would mislead, found by every process, counted while unknown."""

import json
import subprocess
import sys
import threading
from typing import Any

import pytest
from sqlalchemy import text

from hotline.database import Database
from hotline.places import added
from hotline.places.added import (
    LONGEST,
    MOST_WORDS,
    NEEDS,
    Fault,
    NotAdded,
    PlaceWhen,
    add_name,
    look_again,
    names_in_force,
    note_unknown,
    remove_name,
    settle,
    units,
    unknown_words,
)
from hotline.places.matching import find_places
from hotline.runtime import Runtime

KEY = "the key of this installation"
OTHER_PROCESS = """
import json, sys
from hotline.database import Database
from hotline.places.added import look_again
from hotline.places.matching import find_places
database = Database(sys.argv[1])
for line in sys.stdin:
    look_again(database, at_once=True)
    print(json.dumps(find_places(line.strip()).districts), flush=True)
database.close()
"""


def put(
    database: Database, spelling: str, by: int, unit: str = "Swat", when: PlaceWhen = PlaceWhen.FREE
) -> int:
    with database.transaction() as session:
        name = add_name(session, spelling, unit, when, by)
    look_again(database, at_once=True)
    return name


def refused(database: Database, spelling: str, by: int, unit: str = "Swat") -> NotAdded:
    with pytest.raises(NotAdded) as told, database.transaction() as session:
        add_name(session, spelling, unit, PlaceWhen.FREE, by)
    return told.value


def test_an_added_name_is_found_at_once_and_a_removed_one_no_longer(database: Database, by: int) -> None:
    assert find_places("bhatta Zorbagram mein hai").districts == ()
    name = put(database, "  Zorba   Gram ", by)
    with database.transaction() as session:
        assert [each.spelling for each in names_in_force(session)] == ["Zorba Gram"]
    for spelled in ("bhatta Zorbagram mein hai", "ZORBA GRAM", "zorba-gram se"):
        assert find_places(spelled).districts == ("Swat",), spelled
    with database.transaction() as session:
        assert remove_name(session, name, by)
        assert not remove_name(session, name, by)
    look_again(database, at_once=True)
    assert find_places("bhatta Zorbagram mein hai").districts == ()
    put(database, "Zorba Gram", by, unit="Quetta")
    assert find_places("zorbagram").districts == ("Quetta",)


def test_a_name_in_urdu_letters_of_any_keyboard(database: Database, by: int) -> None:
    put(database, "زورباکلي", by)
    assert find_places("بھٹہ زورباکلی میں ہے").districts == ("Swat",)


def test_a_name_that_needs_a_cue_is_a_place_only_beside_one(database: Database, by: int) -> None:
    put(database, "garden", by, when=PlaceWhen.NAMED)
    assert find_places("woh garden saaf karta hai aur ghar nahi ja sakta").districts == ()
    assert find_places("woh zila garden ke bhatte par qaid hai").districts == ("Swat",)


def test_every_other_process_finds_it_without_a_new_start(
    fresh_url: str, database: Database, by: int
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS, fresh_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None

        def found() -> Any:
            other.stdin.write("bhatta Zorbagram mein hai\n")
            other.stdin.flush()
            return json.loads(other.stdout.readline())

        assert found() == []
        name = put(database, "Zorbagram", by)
        assert found() == ["Swat"]
        with database.transaction() as session:
            remove_name(session, name, by)
        assert found() == []
        other.stdin.close()


@pytest.mark.parametrize(
    ("spelling", "fault", "of"),
    [
        ("", Fault.EMPTY, ()),
        (" .. ", Fault.EMPTY, ()),
        ("ًٌٍ", Fault.EMPTY, ()),
        ("chak 12", Fault.LETTERS_ONLY, ()),
        ("two, towns", Fault.LETTERS_ONLY, ()),
        ("z" * (LONGEST + 1), Fault.TOO_LONG, ()),
        ("GUJRANWALA", Fault.IS_A_NAME, ("Gujranwala",)),
        ("gujran wala", Fault.IS_A_NAME, ("Gujranwala",)),
        ("mard an", Fault.IS_A_NAME, ("Mardan",)),
        ("گوجرانواله", Fault.IS_A_NAME, ("Gujranwala",)),
        ("khanpur", Fault.IS_A_NAME, ("Rahim Yar Khan", "Haripur", "Shikarpur")),
        ("kpk", Fault.IS_A_NAME, ("KP",)),
        ("Dubai", Fault.IS_ABROAD, ()),
        ("police", Fault.ORDINARY, ()),
        ("bohat acha", Fault.ORDINARY, ()),
        ("Imran", Fault.ORDINARY, ()),
        ("پولیس", Fault.ORDINARY, ()),
    ],
)  # fmt: skip
def test_a_name_that_would_mislead_is_refused(
    database: Database, by: int, spelling: str, fault: Fault, of: tuple[str, ...]
) -> None:
    told = refused(database, spelling, by)
    assert (told.fault, told.of) == (fault, of)


def test_a_name_of_no_unit_or_one_that_is_added_already_is_refused(database: Database, by: int) -> None:
    assert refused(database, "zorbagram", by, unit="Atlantis").fault is Fault.NO_SUCH_PLACE
    put(database, "zorba gram", by)
    told = refused(database, "Zorbagram", by, unit="Quetta")
    assert (told.fault, told.of) == (Fault.IS_ADDED, ("Swat",))


def test_an_ordinary_word_can_be_a_name_with_a_cue(database: Database, by: int) -> None:
    put(database, "police", by, when=PlaceWhen.NAMED)
    assert find_places("police ne pakra").districts == ()


def test_every_need_is_one_of_the_finders_cues() -> None:
    assert NEEDS.keys() == set(PlaceWhen)
    assert len(set(NEEDS.values())) == len(NEEDS)
    assert {"Karachi", "Swat", "Gujranwala"} <= units()


def test_of_two_who_add_the_same_name_at_once_one_is_told(database: Database, by: int) -> None:
    told: list[Fault | None] = []
    ready = threading.Barrier(2)

    def add() -> None:
        try:
            with database.transaction() as session:
                ready.wait()
                add_name(session, "zorbagram", "Swat", PlaceWhen.FREE, by)
            told.append(None)
        except NotAdded as fault:
            told.append(fault.fault)

    both = [threading.Thread(target=add) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(map(str, told)) == ["None", "is_added"]


class Asked:
    """A database that counts how often it is asked, and can be away."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.times = 0

    def statement(self) -> Any:
        self.times += 1
        return self.database.statement()


def test_it_is_asked_for_at_most_every_two_seconds(database: Database, monkeypatch: Any) -> None:
    clock = iter(range(1000, 2000))
    monkeypatch.setattr(added.time, "monotonic", lambda: next(clock) / 2)
    asked: Any = Asked(database)
    look_again(asked, at_once=True)
    before = asked.times
    for _ in range(100):
        look_again(asked)
    assert 10 <= asked.times - before <= 34


def test_a_database_that_is_away_leaves_the_names_of_before(database: Database, by: int) -> None:
    put(database, "zorbagram", by)
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=1")
    look_again(away, at_once=True)
    away.close()
    assert find_places("zorbagram").districts == ("Swat",)


def test_a_name_whose_unit_is_gone_keeps_nobody_from_the_others(database: Database, by: int) -> None:
    put(database, "zorbagram", by)
    put(database, "pilchanda", by)
    with database.transaction() as session:
        session.execute(text("UPDATE added_place_names SET unit = 'Gone' WHERE spelling = 'zorbagram'"))
        session.execute(text("UPDATE added_place_names SET added_at = now() + interval '1 second'"))
    look_again(database, at_once=True)
    assert find_places("zorbagram").districts == ()
    assert find_places("pilchanda").districts == ("Swat",)


@pytest.fixture
def note(runtime: Runtime, database: Database) -> Any:
    def noted(*words: str) -> None:
        with database.transaction() as session:
            note_unknown(session, runtime.sealer, KEY, words)

    return noted


@pytest.fixture
def listed(runtime: Runtime, database: Database) -> Any:
    def listing() -> list[tuple[str, int]]:
        with database.transaction() as session:
            return [(each.word, each.seen) for each in unknown_words(session, runtime.sealer)]

    return listing


def test_unknown_words_are_counted_once_a_message_and_the_most_frequent_stand_first(
    note: Any, listed: Any
) -> None:
    note("Zorbagram", "zorbagram", "torbagram")
    note("ZORBAGRAM")
    assert listed() == [("zorbagram", 2), ("torbagram", 1)]


def test_nothing_of_a_word_can_be_read_in_the_table(note: Any, database: Database) -> None:
    note("Zorbagram")
    with database.transaction() as session:
        row = session.execute(text("SELECT key, word_sealed FROM unknown_place_words")).one()
    assert "zorbagram" not in f"{row.key}{bytes(row.word_sealed)!r}".lower()
    assert len(row.key) == 32


def test_a_message_cannot_fill_the_table(note: Any, listed: Any) -> None:
    note("", "...", "z" * (LONGEST + 1), *(f"zorba{chr(97 + n)}" for n in range(26)))
    assert len(listed()) == MOST_WORDS


def test_a_settled_word_and_one_that_has_become_a_name_are_off_the_list(
    note: Any, listed: Any, runtime: Runtime, database: Database, by: int
) -> None:
    note("zorbagram", "torbagram", "norbagram")
    with database.transaction() as session:
        key = next(each.key for each in unknown_words(session, runtime.sealer) if each.word == "torbagram")
        assert settle(session, key, by)
        assert not settle(session, key, by)
        assert not settle(session, "no such key", by)
    note("torbagram")
    put(database, "zorba gram", by)
    assert listed() == [("norbagram", 1)]


def test_two_messages_with_the_same_words_do_not_wait_for_each_other(note: Any, listed: Any) -> None:
    words = [f"zorba{chr(97 + n)}" for n in range(MOST_WORDS)]
    several = [threading.Thread(target=note, args=order) for order in (words, words[::-1]) * 5]
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert dict(listed()) == dict.fromkeys(words, 10)
