"""The studio's pages: who may enter, what is listed, what is told of a refused recording."""

import io
import re
import shutil
from typing import Any

import pytest
from sqlalchemy import text

from hotline.database import Database
from hotline.languages import Language
from hotline.studio.takes import LARGEST_BYTES
from hotline.web.studio_prompts import groups
from ivr_flows.prompts import every_prompt
from tests.studio.conftest import PROMPT, Studio, silence, speech, wav

MICROPHONE = "microphone=(self)"
POSTED = re.compile(r"<form [^>]*method=\"post\".*?</form>", re.DOTALL)


def rows(page: Any) -> list[str]:
    """The names of the prompts listed."""
    assert page.status_code == 200
    return re.findall(r'<bdi class="code" dir="ltr">([^<]+)</bdi>', page.text)


@pytest.mark.parametrize(
    "address", ["/", "/ur/goodbye", "/recordings/1.wav", "/?words=goodbye", "/../prompts/ur/goodbye"]
)
def test_nobody_looks_without_signing_in(client: Any, address: str) -> None:
    looked = client.get(f"/console/prompts{address}")
    assert looked.status_code == 303
    assert "/console/sign-in" in looked.headers["Location"]


@pytest.mark.parametrize("verb", ["recordings", "publish"])
def test_nothing_is_changed_without_signing_in_or_by_a_forged_form(
    client: Any, nadia: Studio, verb: str
) -> None:
    address = f"{nadia.address()}/{verb}"
    sound = {"sound": (io.BytesIO(wav(speech())), "x.wav"), "recording": "", "seen": "0"}
    assert client.post(address, data=dict(sound)).status_code == 400
    outside = Studio(client)
    token = outside.token()
    assert client.post(address, data={"csrf_token": token, "seen": "0"}).status_code == 303
    assert nadia.client.post(address, data={"seen": "0"}).status_code == 400


def test_every_prompt_is_listed_once_under_its_part(nadia: Studio) -> None:
    for language in Language:
        overview = nadia.get(f"/console/prompts/?language={language}")
        assert rows(overview) == []
        parts = re.findall(r'href="(/console/prompts/[^"]*part=[^"]*)"', overview.text)
        names = [name for part in parts for name in rows(nadia.get(part.replace("&amp;", "&")))]
        said = [prompt.name for prompt in every_prompt() if prompt.language in {None, language.value}]
        assert sorted(names) == sorted(said)
    assert {prompt.name for prompts in groups().values() for prompt in prompts} == {
        prompt.name for prompt in every_prompt()
    }


def test_the_list_is_narrowed_by_part_by_words_in_any_language_and_by_what_is_lacking(nadia: Studio) -> None:
    address = "/console/prompts/?language=ur"
    assert rows(nadia.get(f"{address}&part=numbers"))[-1].startswith("digit.")
    assert rows(nadia.get(f"{address}&words=GOODBYE.")) == [PROMPT]
    assert rows(nadia.get(f"{address}&words=خدا حافظ")) == [PROMPT]
    assert rows(nadia.get(f"{address}&words=no such words")) == []
    nadia.publish(nadia.record(wav(speech())), 0)
    assert rows(nadia.get(f"{address}&which=recorded")) == [PROMPT]
    here = "part=everywhere&which=stand_in"
    assert PROMPT not in rows(nadia.get(f"{address}&{here}"))
    assert PROMPT in rows(nadia.get(f"/console/prompts/?language=en&{here}"))
    assert "nadia" in nadia.get(f"{address}&which=recorded").text.split("<main", 1)[1]
    # Nothing of an address is taken for what it is not.
    assert nadia.get("/console/prompts/?language=xx&part=nowhere&which=what").text.count("part=") > 5


def test_a_recording_for_other_words_is_marked(nadia: Studio, database: Database) -> None:
    one = nadia.record(wav(speech()))
    nadia.publish(one, 0)
    marked = "The words have changed since"
    assert marked not in nadia.get(nadia.address()).text
    with database.transaction() as session:
        session.execute(text("UPDATE prompt_recordings SET words = 'Older words'"))
    page = nadia.get(nadia.address()).text
    assert marked in page
    assert "Older words" in page
    assert rows(nadia.get("/console/prompts/?language=ur&which=changed")) == [PROMPT]


@pytest.mark.parametrize(
    "address",
    [
        "xx/goodbye", "ur/no_such_prompt", "en/choose_language.urdu", "ur/..", "ur/%00", "ur",
        "recordings/1.wav", "recordings/99999999999999999999999.wav", "ur/goodbye/publish", "ur/goodbye/recordings",
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_so(nadia: Studio, address: str) -> None:
    looked = nadia.get(f"/console/prompts/{address}")
    assert looked.status_code in {400, 404, 405}, address


@pytest.mark.parametrize(
    ("recording", "seen", "status"),
    [
        ("1", "0", 404),
        ("x", "0", 400),
        ("-1", "0", 400),
        ("9" * 30, "0", 400),
        ("", "x", 400),
        ("²", "0", 400),
    ],
)
def test_a_form_that_nobodys_page_has_sent_changes_nothing(
    nadia: Studio, recording: str, seen: str, status: int
) -> None:
    page = nadia.address()
    assert nadia.send(page, f"{page}/publish", recording=recording, seen=seen).status_code == status


def test_a_recording_is_published_only_where_it_belongs(nadia: Studio) -> None:
    one = nadia.record(wav(speech()))
    assert nadia.publish(one, 0, "digit.1").status_code == 404
    assert nadia.publish(one, 0, PROMPT, "en").status_code == 404


def test_a_recording_that_cannot_be_put_in_place_is_not_said_to_be_heard(nadia: Studio, runtime: Any) -> None:
    recording = nadia.record(wav(speech()))
    # Where the folder should be there is a file: nothing can be written into it.
    folder = runtime.published_prompts
    if folder.exists():
        shutil.rmtree(folder)
    folder.write_bytes(b"")
    answer = nadia.publish(recording, 0)
    assert answer.status_code == 303
    assert "done=soon" in answer.location


def test_a_number_longer_than_any_is_refused(nadia: Studio) -> None:
    recording = nadia.record(wav(speech()))
    assert nadia.publish(recording, 10**40).status_code == 400


def test_a_refused_recording_is_told_what_is_wrong_and_what_to_do(nadia: Studio) -> None:
    refused = nadia.hand_in(wav(silence(7) + speech(1.5, 0.012)))
    assert refused.status_code == 422
    assert "It begins with 7.0 seconds of silence." in refused.text
    assert "Speak louder" in refused.text
    assert nadia.hand_in(b"no sound at all").status_code == 422
    assert "Choose a sound file" in nadia.hand_in(b"").text
    assert 'id="recording-' not in nadia.get(nadia.address()).text


def test_the_same_is_told_in_urdu(nadia: Studio) -> None:
    nadia.send(nadia.address(), "/console/language", language="ur", next="/console/account")
    refused = nadia.hand_in(b"no sound at all")
    assert "یہ فائل آواز کے طور پر نہیں پڑھی جا سکتی" in refused.text


def test_a_long_line_that_names_a_key_is_only_warned_of(nadia: Studio) -> None:
    option = next(prompt.name for prompt in every_prompt() if "press 1" in prompt.words)
    nadia.record(wav(speech(7)), option)
    warning = "Longer than 6 seconds"
    assert warning in nadia.get(nadia.address(option)).text
    nadia.record(wav(speech(7)))
    assert warning not in nadia.get(nadia.address()).text


def test_a_large_recording_has_room_and_a_larger_one_is_refused_on_its_page(nadia: Studio) -> None:
    rate = 48_000
    large = wav(speech(60, rate=rate), rate)
    assert len(large) > 5 * 2**20
    nadia.record(large)
    refused = nadia.hand_in(bytes(LARGEST_BYTES + 100_000))
    assert refused.status_code == 413
    assert "larger than" in refused.text
    assert "A new recording" in refused.text


def test_whoever_is_not_signed_in_has_no_room_for_a_large_body(client: Any, nadia: Studio) -> None:
    outside = Studio(client)
    handed_in = outside.post_sound(f"{nadia.address()}/recordings", outside.token(), bytes(5 * 2**20))
    assert handed_in.status_code == 303
    assert "/console/sign-in" in handed_in.headers["Location"]


def test_only_the_page_of_one_prompt_may_use_the_microphone(nadia: Studio) -> None:
    assert MICROPHONE in nadia.get(nadia.address()).headers["Permissions-Policy"]
    assert MICROPHONE in nadia.hand_in(b"").headers["Permissions-Policy"]
    for address in ("/console/prompts/", "/console/account", "/console/"):
        assert MICROPHONE not in nadia.get(address).headers["Permissions-Policy"]


def test_a_recording_is_sent_in_parts_too(nadia: Studio) -> None:
    one = nadia.record(wav(speech()))
    part = nadia.get(f"/console/prompts/recordings/{one}.wav", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"RIFF")


def test_every_form_carries_its_token(nadia: Studio) -> None:
    nadia.publish(nadia.record(wav(speech())), 0)
    nadia.record(wav(speech(2)))
    forms = POSTED.findall(nadia.get(nadia.address()).text)
    assert len(forms) == 5
    assert all("csrf_token" in form for form in forms)


def test_the_next_one_without_a_recording_is_one_step_away(nadia: Studio) -> None:
    names = [prompt.name for prompts in groups().values() for prompt in prompts if prompt.language != "en"]
    after = names[names.index(PROMPT) + 1]
    assert f'rel="next" href="{nadia.address(after)}"' in nadia.get(nadia.address()).text
    nadia.publish(nadia.record(wav(speech()), after), 0, after)
    assert f'rel="next" href="{nadia.address(after)}"' not in nadia.get(nadia.address()).text
