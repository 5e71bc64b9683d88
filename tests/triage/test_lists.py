"""The tables of triage: each row is one that can work."""

import csv
import re
from collections import Counter
from importlib.resources import files

import pytest

from hotline.tips.models import Kind
from hotline.tips.triage.judging import CHILD, DANGER, MOVING, OFFICIAL, triage
from hotline.tips.triage.lists import TABLES, load

DATA = files("hotline.tips.triage") / "data"
ROWS = {
    table: list(csv.DictReader((DATA / f"{table}.csv").read_text("utf-8").splitlines())) for table in TABLES
}
MEANINGS = {row["meaning"] for rows in ROWS.values() for row in rows}
RULES = list(csv.DictReader((DATA / "rules.csv").read_text("utf-8").splitlines()))

LOADED = [rule for rules in load().rules_by_need.values() for _, rule in rules]


def test_every_rule_is_about_something_that_is_answered_and_uses_meanings_that_have_words():
    for rule in LOADED:
        assert rule.what in {*Kind, DANGER, CHILD, OFFICIAL, MOVING}
        assert rule.weight > 0
        assert MEANINGS.issuperset(rule.needs), rule
        assert MEANINGS.issuperset(rule.unless), rule
        assert rule.within > 0 or len(rule.needs) == 1, rule


def test_no_rule_stands_twice():
    counts = Counter((rule.what, frozenset(rule.needs)) for rule in LOADED)
    assert [rule for rule, times in counts.items() if times > 1] in (
        [],
        [("domestic_servitude", frozenset({"household"}))],
    )


def test_every_meaning_has_words_in_all_three_ways_of_writing():
    for rows in ROWS.values():
        writings: dict[str, set[str]] = {}
        for row in rows:
            assert row["phrases"].strip(), row
            writings.setdefault(row["meaning"], set()).add(row["writing"])
        for meaning, known in writings.items():
            assert known == {"english", "roman", "urdu"}, meaning


DECIDING = [rule for rule in RULES if rule["example"] and int(rule["weight"]) >= 3]


@pytest.mark.parametrize("rule", DECIDING, ids=lambda rule: rule["example"])
def test_the_example_beside_a_rule_is_one_for_it(rule):
    whats = {reason.what for reason in triage(rule["example"]).reasons}
    assert rule["what"] in whats


def test_every_family_named_in_a_phrase_has_words_of_that_writing():
    families = list(csv.DictReader((DATA / "families.csv").read_text("utf-8").splitlines()))
    assert len({(row["family"], row["writing"]) for row in families}) == len(families)
    known = {row["family"] for row in families}
    named = {
        name.strip("<>")
        for rows in ROWS.values()
        for row in rows
        for name in re.findall("<[a-z]+>", row["phrases"])
    }
    assert named == known


def test_a_word_of_a_family_stands_for_the_others():
    for text in ("godown mein band kiye huay hain", "godown me bnd kr rkhi h", "گودام میں بند رکھے ہوئے ہیں"):
        assert triage(text).danger_now, text
