"""What is read out of an officer's text, and that no everyday text is taken for an answer."""

import csv
import io
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.referrals.answers import Said, Says, read_answer
from hotline.referrals.models import Outcome
from hotline.referrals.outcomes_said import BY_LETTER, outcome_said

TEXTS = Path(__file__).parent.parent / "places"
MINE = {
    "1": "",
    " 1. ": "",
    "1)": "",
    "1 4821": "4821",
    "4821 1": "4821",
    "1-4821": "4821",
    "(1) #4821": "4821",
    "14821": "4821",
    "1\n4821": "4821",
    "۱ ۴۸۲۱": "4821",
    "١ ٤٨٢١": "4821",
    "۴۸۲۱ ۱": "4821",
    "\u200f۱ ۴۸۲۱\u200f": "4821",
    "1 12345678": "12345678",
    "1 1234 5678": "12345678",
    "mine": "",
    "Mine 4821": "4821",
    "4821 mine": "4821",
    "mera": "",
    "MERA HAI": "",
    "mera hai 4821": "4821",
    "theek hai mera": "",
    "theek hai mera hai ji": "",
    "thek hai mera": "",
    "میرا": "",
    "میرا ہے": "",
    "میرے ذمے": "",
    "میرے ذمے ۴۸۲۱": "4821",
    "ميرا هے": "",
    "1 ok sir": "",
    "1 mera hai": "",
}
NOT_OURS = {
    "2": ("", ""),
    "2 4821": ("4821", ""),
    "2 4821 Lahore ka hai": ("4821", "Lahore ka hai"),
    "4821 2 Lahore ka hai": ("4821", "Lahore ka hai"),
    "2 Lahore ka hai": ("", "Lahore ka hai"),
    "2 gujranwla ka hai": ("", "gujranwla ka hai"),
    "2 Dera Ghazi Khan": ("", "Dera Ghazi Khan"),
    "۲ ۴۸۲۱ لاہور کا ہے": ("4821", "لاہور کا ہے"),
    "not ours": ("", ""),
    "hamara nahi": ("", ""),
    "humara nahin": ("", ""),
    "hamara nahi hai": ("", ""),
    "hamra nahi": ("", ""),
    "ہمارا نہیں": ("", ""),
    "ہمارا نہیں ہے 4821": ("4821", ""),
    "hamara nahi 4821 Sialkot bhej dein": ("4821", "Sialkot bhej dein"),
}
DONE = {
    "3": ("", "", None),
    "3 4821": ("4821", "", None),
    "3 4821 F": ("4821", "F", Outcome.FIR),
    "3F": ("", "F", Outcome.FIR),
    "3 4821 FIR 12/2026": ("4821", "FIR 12/2026", Outcome.FIR),
    "3 FIR 12/2026": ("", "FIR 12/2026", Outcome.FIR),
    "۳ ۴۸۲۱ مقدمہ درج": ("4821", "مقدمہ درج", Outcome.FIR),
    "done": ("", "", None),
    "ho gaya": ("", "", None),
    "ho gaya 4821 FIR": ("4821", "FIR", Outcome.FIR),
    "mukammal": ("", "", None),
    "mukamal": ("", "", None),
    "ہو گیا": ("", "", None),
    "مکمل": ("", "", None),
    "4821 done": ("4821", "", None),
    "3 4821 3 bache bazyab": ("4821", "3 bache bazyab", Outcome.VICTIMS_IDENTIFIED),
    "3 4821 aage dekhte hain": ("4821", "aage dekhte hain", None),
}
NONE = (
    "",
    "   ",
    "\U0001f600",
    "12345678",
    "1234 5678",
    "03001234567",
    "1.5 lakh",
    "2-3 bache",
    "1/2",
    "1 2",
    "7 bache",
    "2 hafte ho gaye koi jawab nahi aya",
    "2 larkiyan Lahore mein qaid hain",
    "2 larkiyan Lahore",
    "1 larka bhatte par hai",
    "3 din se band hai",
    "2 bachay hain",
    "۲ لڑکیاں قید ہیں",
    "mera bhai",
    "mera bhai qaid hai",
    "mere bhai ko bacha lo",
    "mera 4821 bhai qaid hai",
    "kho gaya",
    "so gaya",
    "not yours",
    "hamara bhai",
    "میرا بھائی قید ہے",
    "help",
    "stop",
    "haan",
    "nahi",
    "status",
    "done nothing for us for a month",
)


@pytest.mark.parametrize(("body", "tag"), MINE.items())
def test_mine(body: str, tag: str) -> None:
    said = read_answer(body)
    assert said is not None
    assert (said.says, said.tag) == (Says.MINE, tag)


@pytest.mark.parametrize(("body", "read"), NOT_OURS.items())
def test_not_ours(body: str, read: tuple[str, str]) -> None:
    assert read_answer(body) == Said(Says.NOT_OURS, *read)


@pytest.mark.parametrize(("body", "read"), DONE.items())
def test_done(body: str, read: tuple[str, str, Outcome | None]) -> None:
    assert read_answer(body) == Said(Says.DONE, *read)


@pytest.mark.parametrize("body", NONE)
def test_no_answer(body: str) -> None:
    assert read_answer(body) is None


@pytest.mark.parametrize("letter", BY_LETTER)
def test_a_letter_alone_is_what_came_of_it(letter: str) -> None:
    for body in (letter, letter.upper(), f"4821 {letter}", f"{letter} 4821"):
        said = read_answer(body)
        assert said is not None
        assert (said.says, said.outcome) == (Says.OUTCOME, BY_LETTER[letter])


@pytest.mark.parametrize(("body", "tag"), [("4821", "4821"), ("۴۸۲۱", "4821"), ("5", ""), ("0", "")])
def test_figures_that_answer_nothing(body: str, tag: str) -> None:
    assert read_answer(body) == Said(Says.UNCLEAR, tag)


@pytest.mark.parametrize("body", ["1 hamara nahi", "1 4821 hamara nahi", "1 nahi"])
def test_a_mine_that_is_taken_back_at_once_is_unclear(body: str) -> None:
    said = read_answer(body)
    assert said is not None
    assert said.says is Says.UNCLEAR


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("2 victims recovered", Outcome.VICTIMS_IDENTIFIED),
        ("larki bazyab ho gayi", Outcome.VICTIMS_IDENTIFIED),
        ("بازیاب کرا لیا", Outcome.VICTIMS_IDENTIFIED),
        ("FIR darj, do bache bazyab", Outcome.VICTIMS_IDENTIFIED),
        ("muqadma darj", Outcome.FIR),
        ("f i r 12", Outcome.FIR),
        ("مقدمہ نمبر ۱۲ درج", Outcome.FIR),
        ("ایف آئی آر", Outcome.FIR),
        ("Dar-ul-Aman bhej diya", Outcome.REFERRED),
        ("دار الامان بھیج دیا", Outcome.REFERRED),
        ("referred to shelter", Outcome.REFERRED),
        ("jhooti ittila thi", Outcome.UNFOUNDED),
        ("بے بنیاد", Outcome.UNFOUNDED),
        ("rabta nahi hua", Outcome.NOT_REACHABLE),
        ("رابطہ نہیں ہوا", Outcome.NOT_REACHABLE),
        ("could not reach anyone", Outcome.NOT_REACHABLE),
        ("deegar", Outcome.OTHER),
        ("FIR darj nahi hui", None),
        ("no FIR", None),
        ("bazyab karwao", None),
        ("dekh liya", None),
        ("", None),
    ],
)
def test_what_came_of_it(words: str, outcome: Outcome | None) -> None:
    assert outcome_said(words) is outcome


def everyday() -> list[str]:
    # Two are figures alone: from whose phone they come tells what they are.
    files = [file.read_text(encoding="utf-8") for file in sorted(TEXTS.glob("*.csv"))]
    rows = [row[0] for file in files for row in csv.reader(io.StringIO(file))]
    return [text for text in rows if text not in {"1", "2"}]


def test_no_everyday_text_reads_as_an_answer() -> None:
    texts = everyday()
    assert len(texts) > 3000
    assert {text: read_answer(text) for text in texts if read_answer(text) is not None} == {}


PIECES = st.sampled_from(
    [
        "1",
        "2",
        "3",
        "۱",
        "4821",
        "12345678",
        " ",
        "-",
        "\n",
        "mera",
        "hamara nahi",
        "ho gaya",
        "FIR",
        "Lahore",
        "نہیں",
        "میرا",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join), st.text(string.printable)))
def test_no_text_raises_and_a_tag_is_a_tag(body: str) -> None:
    said = read_answer(body)
    if said is not None:
        assert len(said.tag) in (0, 4, 8)
        assert said.tag == "" or (said.tag.isascii() and said.tag.isdigit())


@given(st.sampled_from("123"), st.integers(0, 9999), st.sampled_from([" ", "-", ". ", "\n", ": ", " #"]))
def test_a_figure_and_a_tag_in_either_order(key: str, number: int, between: str) -> None:
    tag = f"{number:04}"
    for body in (f"{key}{between}{tag}", f"{tag}{between}{key}"):
        said = read_answer(body)
        assert said is not None
        assert said.tag == tag
        assert said.says == {"1": Says.MINE, "2": Says.NOT_OURS, "3": Says.DONE}[key]
