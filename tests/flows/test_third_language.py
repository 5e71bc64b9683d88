"""A new language is a folder under locales/ and a row in ivr_flows/languages.py: a copy of the tree gets a third."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TREE = ("hotline", "ivr_flows", "locales", "app.py")
LAST_ROW = (
    '    Spoken("en", "2", Prompt("choose_language.english", "For English, press 2.", language="en")),\n'
)
ROW = '    Spoken("sd", "3", Prompt("choose_language.sindhi", "For Sindhi, press 3.", language="sd")),\n'
CALL = Path(__file__).with_name("a_call_by_keys.py")

INSPECT = """
from ivr_flows.flows import FLOWS
from ivr_flows.inspection import faults
print([fault for flow in FLOWS for fault in faults(flow)])
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one folder and one row more."""
    copy = tmp_path_factory.mktemp("tree")
    for name in TREE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy / name)
    shutil.copytree(ROOT / "tests" / "locales" / "sd", copy / "locales" / "sd")
    table = copy / "ivr_flows" / "languages.py"
    rows = table.read_text(encoding="utf-8")
    assert LAST_ROW in rows
    table.write_text(rows.replace(LAST_ROW, LAST_ROW + ROW), encoding="utf-8")
    return copy


def _in(tree: Path, *command: str, typed: str = "", **settings: str) -> str:
    """What a Python program started in the copy says; its own code comes before this tree's."""
    environ = {**os.environ, **settings, "PYTHONPATH": str(tree), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=tree,
        env=environ,
        input=typed.encode(),
        capture_output=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def rendered(tree: Path, rendered_prompts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder that has the stand-ins of the other two, and gets those of the third by the usual command."""
    state_dir = tmp_path_factory.mktemp("state")
    shutil.copytree(rendered_prompts, state_dir / "prompts")
    before = len(list((state_dir / "prompts").glob("*/*.wav")))
    told = _in(tree, "-m", "hotline", "prompts", HOTLINE_STATE_DIR=str(state_dir))
    assert told.startswith(f"{len(list((state_dir / 'prompts' / 'sd').glob('*.wav')))} rendered into")
    assert len(list((state_dir / "prompts").glob("*/*.wav"))) > before
    return state_dir / "prompts"


def test_its_flows_have_no_faults(tree: Path) -> None:
    assert _in(tree, "-c", INSPECT).strip() == "[]"


def test_the_first_menu_offers_it_by_its_key_in_its_own_words(tree: Path) -> None:
    heard = _in(tree, "-m", "ivr_flows.rehearse", "choose_language", typed="3\n1\n")
    assert "line    سنڌيءَ لاءِ ٽي دٻايو.\nline    بول نہ سکیں تو پانچ دبائیں۔\ncaller  presses 3\n" in heard
    assert "line    اطلاع ڏيڻ لاءِ هڪ دٻايو.\n" in heard
    # Words that it lacks are said in Urdu rather than in English.
    assert "line    جنسی استحصال ہو تو تین دبائیں۔\n" in heard
    assert heard.endswith("noted   language = sd\nnoted   wish = report\n")


def test_whatever_it_says_is_rendered(tree: Path, rendered: Path) -> None:
    names = {path.name.rpartition(".wav")[0].rpartition(".")[0] for path in (rendered / "sd").iterdir()}
    urdu = {path.name.rpartition(".wav")[0].rpartition(".")[0] for path in (rendered / "ur").iterdir()}
    assert names - urdu == {"choose_language.sindhi"}
    assert urdu - names == {"choose_language.urdu", "choose_language.silent"}
    # The same words in the same voice are the same sound: what it lacks is spoken in Urdu.
    [lent] = (rendered / "sd").glob("kind.sexual.*.wav")
    [own] = (rendered / "sd").glob("main.report.*.wav")
    assert lent.read_bytes() == (rendered / "ur" / lent.name).read_bytes()
    assert not (rendered / "ur" / own.name).exists()


def test_the_commands_take_it(tree: Path, rendered: Path) -> None:
    assert "[ur|en|sd]" in _in(tree, "-m", "hotline", "call", "--help")
    missing = _in(tree, "-m", "hotline", "prompts", "missing", HOTLINE_STATE_DIR=str(rendered.parent))
    assert "sd\tmain.report\tاطلاع ڏيڻ لاءِ هڪ دٻايو.\n" in missing


def test_a_call_over_the_web_application_is_held_in_it(
    tree: Path, rendered: Path, environ: dict[str, str]
) -> None:
    prompts = Path(environ["HOTLINE_STATE_DIR"]) / "prompts"
    prompts.unlink()
    prompts.symlink_to(rendered)
    heard = _in(tree, str(CALL), "3", "1", "3", "2", **environ)
    assert "(not heard" not in heard
    assert "fault" not in heard
    assert "caller  presses 3\nline    اطلاع ڏيڻ لاءِ هڪ دٻايو.\n" in heard
    assert "line    ڪنهن کي هاڻي خطرو آهي ته هڪ دٻايو.\nline    نه ته ٻه دٻايو.\ncaller  presses 2\n" in heard
    assert "line    یہ کس صوبے میں ہے؟\n" in heard
    assert "line    مهرباني. توهان جو ڪوڊ آهي:\n" in heard
    assert heard.count("line    پنهنجو خيال رکجو. خدا حافظ.\n") == 1
