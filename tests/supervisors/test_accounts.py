"""Accounts: who may sign in, what wrong tries cost, and what a new password ends."""

from datetime import timedelta

import argon2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.database import Database, utc_now
from hotline.supervisors.accounts import (
    FIRST_NAME,
    FREE_TRIES,
    LONGEST_WAIT,
    SHORTEST_WAIT,
    NameRefused,
    NoSuchSupervisor,
    change_password,
    count_try,
    first_supervisor,
    is_right,
    make_supervisor,
    read_name,
    reset_password,
    set_disabled,
    wait_after,
    welcome,
)
from hotline.supervisors.models import Supervisor
from hotline.supervisors.passwords import (
    Fault,
    PasswordRefused,
    fits,
    hash_of,
    judge,
    new_password,
    nobodys_hash,
)

NOON = utc_now()


def sign_in(database: Database, name: str, password: str, at=NOON) -> bool:
    with database.transaction() as session:
        counted = count_try(session, name, at)
    if not is_right(counted, password):
        return False
    with database.transaction() as session:
        return welcome(session, counted, password) is not None


@pytest.fixture
def password(database: Database) -> str:
    with database.transaction() as session:
        return make_supervisor(session, "Nadia")


def kept(database: Database) -> Supervisor:
    with database.transaction() as session:
        return session.query(Supervisor).one()


def test_the_password_given_once_signs_in_and_is_kept_nowhere(database, password):
    assert sign_in(database, "nadia", password)
    assert sign_in(database, "  NADIA ", password)
    assert password not in kept(database).password_hash
    assert kept(database).password_hash.startswith("$argon2id$")


def test_only_the_first_start_makes_the_first_supervisor(database):
    with database.transaction() as session:
        password = first_supervisor(session)
    assert sign_in(database, FIRST_NAME, password)
    with database.transaction() as session:
        assert first_supervisor(session) is None


def test_a_name_is_given_once_however_it_is_written(database, password):
    for taken in ("nadia", "NADIA", " nadia", "ｎadia"):
        with pytest.raises(NameRefused, match="taken"), database.transaction() as session:
            make_supervisor(session, taken)


@pytest.mark.parametrize("name", ["", "   ", "a" * 65, "a\x00b", "a\nb", "a\u202eb", "a\u200bb", "\ud83d"])
def test_a_name_that_cannot_be_seen_is_refused_and_tried_in_vain(database, name):
    with pytest.raises(NameRefused), database.transaction() as session:
        make_supervisor(session, name)
    assert not sign_in(database, name, "whatever it may be")


def test_urdu_names_are_names(database):
    with database.transaction() as session:
        password = make_supervisor(session, "نادیہ خان")
    assert sign_in(database, "نادیہ خان", password)


def test_wrong_tries_shut_the_account_for_a_while_even_to_the_right_password(database, password):
    for _ in range(FREE_TRIES):
        assert not sign_in(database, "nadia", "wrong password")
    assert not sign_in(database, "nadia", password)
    assert not sign_in(database, "nadia", password, NOON + SHORTEST_WAIT - timedelta(seconds=1))
    assert sign_in(database, "nadia", password, NOON + SHORTEST_WAIT)


def test_the_wait_doubles_with_each_further_wrong_try_and_has_an_end(database, password):
    waits = [wait_after(failures) for failures in range(20)]
    assert waits[:FREE_TRIES] == [timedelta()] * FREE_TRIES
    assert waits[FREE_TRIES : FREE_TRIES + 3] == [SHORTEST_WAIT, 2 * SHORTEST_WAIT, 4 * SHORTEST_WAIT]
    assert waits == sorted(waits)
    assert max(waits) == LONGEST_WAIT


def test_tries_while_shut_neither_lengthen_the_wait_nor_count(database, password):
    for _ in range(FREE_TRIES + 4):
        sign_in(database, "nadia", "wrong password")
    assert kept(database).failures == FREE_TRIES
    assert sign_in(database, "nadia", password, NOON + SHORTEST_WAIT)


def test_being_right_wipes_out_the_wrong_tries(database, password):
    for _ in range(3):
        for _ in range(FREE_TRIES - 1):
            assert not sign_in(database, "nadia", "wrong password")
        assert sign_in(database, "nadia", password)


def test_tries_side_by_side_are_all_counted(database, password):
    """Each try is counted and committed before any is judged: a burst gets no more guesses than a queue does."""
    tries = []
    for _ in range(FREE_TRIES + 3):
        with database.transaction() as session:
            tries.append(count_try(session, "nadia", NOON))
    assert [counted.supervisor_id is not None for counted in tries] == [True] * FREE_TRIES + [False] * 3
    assert not is_right(tries[-1], password)


def test_a_name_nobody_has_costs_the_same_hash_as_any_other(database, password):
    with database.transaction() as session:
        known, unknown = count_try(session, "nadia", NOON), count_try(session, "nobody", NOON)
    assert argon2.extract_parameters(known.password_hash) == argon2.extract_parameters(unknown.password_hash)
    assert not is_right(unknown, password)


def test_a_disabled_account_stays_outside_until_it_is_opened_again(database, password):
    with database.transaction() as session:
        set_disabled(session, "nadia", disabled=True)
    assert not sign_in(database, "nadia", password)
    with database.transaction() as session:
        set_disabled(session, "nadia", disabled=False)
    assert sign_in(database, "nadia", password)


def test_an_account_disabled_between_the_try_and_the_welcome_stays_outside(database, password):
    with database.transaction() as session:
        counted = count_try(session, "nadia", NOON)
    assert is_right(counted, password)
    with database.transaction() as session:
        set_disabled(session, "nadia", disabled=True)
    with database.transaction() as session:
        assert welcome(session, counted, password) is None


def test_a_new_password_replaces_the_old_one_and_ends_sessions(database, password):
    before = kept(database)
    with database.transaction() as session:
        epoch = change_password(session, before.id, "four words side by side")
    assert epoch == before.session_epoch + 1
    assert not sign_in(database, "nadia", password)
    assert sign_in(database, "nadia", "four words side by side")


def test_a_reset_opens_a_shut_account(database, password):
    for _ in range(FREE_TRIES):
        sign_in(database, "nadia", "wrong password")
    with database.transaction() as session:
        made = reset_password(session, "Nadia")
    assert made != password
    assert sign_in(database, "nadia", made)


def test_nobody_has_no_password_to_reset(database):
    with pytest.raises(NoSuchSupervisor, match="nobody"), database.transaction() as session:
        reset_password(session, "nobody")


def test_a_hash_with_older_parameters_is_brought_up_to_date_when_its_owner_signs_in(database, password):
    old = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with database.transaction() as session:
        session.query(Supervisor).one().password_hash = old.hash(password)
    assert sign_in(database, "nadia", password)
    parameters = argon2.extract_parameters(kept(database).password_hash)
    assert (parameters.time_cost, parameters.memory_cost) == (3, 65536)
    assert sign_in(database, "nadia", password)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("eleven char", Fault.TOO_SHORT),
        ("", Fault.TOO_SHORT),
        ("a" * 257, Fault.TOO_LONG),
        ("abababababab", Fault.TOO_SIMPLE),
        ("Nadia1234567", None),
        ("NadiaNadia12", Fault.IS_THE_NAME),
        ("نادیہ کی چار باتیں", None),
    ],
)
def test_a_password_that_is_soon_guessed_is_refused(password, fault):
    if fault is None:
        judge(password, "nadia")
    else:
        with pytest.raises(PasswordRefused) as refused:
            judge(password, "nadia")
        assert refused.value.fault is fault


def test_made_passwords_differ_and_pass_their_own_judge():
    made = {new_password() for _ in range(100)}
    assert len(made) == 100
    for password in made:
        judge(password, FIRST_NAME)


def test_an_accented_letter_typed_as_one_sign_or_as_two_is_the_same_password():
    assert fits("caf\u00e9 and some more", hash_of("cafe\u0301 and some more"))


def test_anything_at_all_may_be_typed_as_a_password():
    for typed in ("", "\x00", "\ud83d", "a" * 100_000, "\u202e"):
        assert not fits(typed, nobodys_hash())


@given(st.text())
def test_a_name_read_is_read_as_the_same_again(name):
    known = read_name(name)
    if known is not None:
        assert read_name(known) == known
