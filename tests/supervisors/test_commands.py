"""The commands `supervisors ...`, as an operator types them."""

import pytest
from click.testing import CliRunner, Result

from hotline.commands.index import hotline
from hotline.database import utc_now
from hotline.supervisors.accounts import FREE_TRIES, count_try, is_right

ONCE = "Password, shown this once: "


def type_in(environ: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(hotline, ["supervisors", *words], env=environ)


def password_in(result: Result) -> str:
    assert result.exit_code == 0, result.output
    assert result.output.startswith(ONCE)
    return result.output.removeprefix(ONCE).strip()


def opens(database, name: str, password: str) -> bool:
    with database.transaction() as session:
        return is_right(count_try(session, name, utc_now()), password)


def test_an_account_is_added_given_another_password_disabled_and_enabled(environ, database):
    first = password_in(type_in(environ, "add", "Nadia"))
    assert opens(database, "nadia", first)
    second = password_in(type_in(environ, "password", "nadia"))
    assert not opens(database, "nadia", first)
    assert opens(database, "nadia", second)
    assert type_in(environ, "disable", "nadia").exit_code == 0
    assert type_in(environ, "list").output == "nadia  (disabled)\n"
    assert not opens(database, "nadia", second)
    assert type_in(environ, "enable", "nadia").exit_code == 0
    assert opens(database, "nadia", second)


def test_the_list_says_who_is_shut_out_for_a_while(environ, database):
    type_in(environ, "add", "omar")
    type_in(environ, "add", "نادیہ")
    for _ in range(FREE_TRIES):
        opens(database, "omar", "wrong password")
    assert type_in(environ, "list").output == "omar  (shut for a while after wrong tries)\nنادیہ\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("password", "nobody"), "hotline: there is no supervisor nobody\n"),
        (("disable", "nobody"), "hotline: there is no supervisor nobody\n"),
        (("add", " "), "hotline: a name is 1 to 64 characters that one can see, not ' '\n"),
    ],
)
def test_a_wrong_name_is_told_in_one_line(environ, words, said):
    result = type_in(environ, *words)
    assert (result.exit_code, result.stderr) == (1, said)


def test_a_database_out_of_reach_is_told_in_one_line(environ):
    environ["HOTLINE_DATABASE_URL"] = "postgresql://nobody@127.0.0.1:9/none"
    result = type_in(environ, "list")
    assert result.exit_code == 1
    assert result.stderr == "hotline: the database does not answer: is the hotline running (`make run`)?\n"
