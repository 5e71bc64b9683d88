"""The parts of an SMS: as the carriers' own calculator makes them, and nothing lost between them."""

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.sms.segments import Count, Encoding, beyond_gsm_7, count, parts
from tests.sms.made_up_texts import made_up

ORACLE = Path(__file__).with_name("oracle")
FAMILY = "👨‍👩‍👧‍👦"
MARKED = "e" + "\u0301" * 99


def calculated(texts: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The alphabet and the parts of each text, by npm `sms-segments-calculator`."""
    node = ORACLE / "node_modules" / ".bin" / "node"
    if not node.exists():
        pytest.fail(
            "The calculator of SMS parts is not installed: run `make oracle` (it needs the npm registry)."
        )
    told = subprocess.run(  # noqa: PLW1510 - what it complained of is shown
        [node, ORACLE / "parts.js"], input=json.dumps(texts), capture_output=True, text=True, encoding="utf-8"
    )
    assert told.returncode == 0, told.stderr
    return [(encoding, tuple(carried)) for encoding, carried in json.loads(told.stdout)]


def test_ten_thousand_texts_are_counted_as_the_carriers_calculator_counts_them() -> None:
    texts = list(made_up(10_000, seed=4))
    differing = [
        (text, counted, carried)
        for text, (encoding, carried) in zip(texts, calculated(texts), strict=True)
        if ((counted := count(text)).encoding, counted.segments, parts(text))
        != (encoding, len(carried), carried)
    ]
    assert differing == []


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("", Count(Encoding.GSM_7, 1, 0, 160)),
        ("a" * 160, Count(Encoding.GSM_7, 1, 160, 0)),
        ("a" * 161, Count(Encoding.GSM_7, 2, 161, 145)),
        ("a" * 306, Count(Encoding.GSM_7, 2, 306, 0)),
        ("€" * 80, Count(Encoding.GSM_7, 1, 160, 0)),
        ("a" * 152 + "€" + "a" * 152, Count(Encoding.GSM_7, 3, 306, 152)),
        ("a" * 158 + "\r\n", Count(Encoding.GSM_7, 1, 160, 0)),
        ("ا" * 70, Count(Encoding.UCS_2, 1, 70, 0)),
        ("ا" * 71, Count(Encoding.UCS_2, 2, 71, 63)),
        ("ا" * 134, Count(Encoding.UCS_2, 2, 134, 0)),
        ("a" * 69 + "’", Count(Encoding.UCS_2, 1, 70, 0)),
        ("😀" * 35, Count(Encoding.UCS_2, 1, 70, 0)),
        ("😀" * 36, Count(Encoding.UCS_2, 2, 72, 61)),
        ("ا" * 60 + FAMILY + "ا", Count(Encoding.UCS_2, 2, 72, 55)),
    ],
)
def test_what_a_text_takes(text: str, counted: Count) -> None:
    assert count(text) == counted


@pytest.mark.parametrize("letter", ["€", FAMILY, "🇵🇰", "👍🏽", "😀", "بَّ"])
def test_what_is_read_as_one_letter_stays_in_one_part(letter: str) -> None:
    for before in range(60, 161):
        text = "a" * before + letter + "a" * 160
        assert sum(letter in carried for carried in parts(text)) == 1


def test_a_letter_that_no_part_could_hold_is_carried_all_the_same() -> None:
    # The one case in which the calculator is not followed: it has a part of more than 140 bytes there.
    assert [len(carried) for carried in parts(MARKED)] == [67, 33]


def test_the_letters_that_change_the_alphabet_are_named() -> None:
    assert beyond_gsm_7("Don’t say “ok” … {15} €") == ("’", "“", "”", "…")


# What makes parts interesting, among letters of every kind.
texts = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            [
                FAMILY,
                MARKED,
                "🇵🇰",
                "🇵",
                "👍🏽",
                "\u200d",
                "🏽",
                "\u0600",
                "\r\n",
                "€" * 70,
                "a" * 150,
                "ا" * 66,
            ]
        ),
    ),
    max_size=8,
).map("".join)


def units(part: str, encoding: Encoding) -> int:
    """Of a part that goes out in that alphabet, whatever it could go out in alone."""
    wide = len(part.encode("utf-16-le", "surrogatepass")) // 2
    return wide if encoding is Encoding.UCS_2 else count(part).units


@settings(deadline=None)
@given(texts)
def test_the_parts_together_are_the_text_and_each_fits(text: str) -> None:
    counted, carried = count(text), parts(text)
    assert "".join(carried) == text
    assert counted.segments == len(carried)
    room = counted.encoding.alone if len(carried) == 1 else counted.encoding.joined
    assert all(carried) or not text
    assert all(units(part, counted.encoding) <= room for part in carried)
    assert sum(units(part, counted.encoding) for part in carried) == counted.units
    assert 0 <= counted.left <= room


@settings(deadline=None)
@given(texts, texts)
def test_more_text_never_takes_fewer_parts(text: str, more: str) -> None:
    assert count(text + more).segments >= count(text).segments
