"""A supervisor gets a photo as a file, with a warning, and is remembered for it; a page shows none."""

import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from hotline.fetching import FetchState
from hotline.sms.models import Photo, Text, TextConversation
from hotline.supervisors.models import Look, Looked
from hotline.tips.models import Tip
from hotline.web.photo_files import photo_file
from tests.photos.conftest import PHOTO, Texter, rows_of

WARNING = "Open it only on a device kept for that: the hotline has not looked inside."


@pytest.fixture
def photo(texter: Texter) -> Photo:
    """A photo that is kept."""
    texter.send("Workers are held at a brick kiln in Gujranwala", texter.medium())
    texter.work()
    [photo] = texter.photos()
    return photo


def page_of(texter: Texter, visitor: Any) -> str:
    [conversation] = rows_of(texter.runtime, TextConversation)
    page: str = visitor.get(f"/console/texts/{conversation.id}").text
    return page


def note(texter: Texter, **values: Any) -> None:
    with texter.runtime.database.transaction() as session:
        session.execute(update(Photo).values(**values))


def test_a_kept_photo_is_handed_over_as_a_file_and_remembered(
    texter: Texter, photo: Photo, nadia: Any
) -> None:
    page = page_of(texter, nadia)
    address = f"/console/photos/{photo.id}"
    assert f'href="{address}"' in page
    assert WARNING in page
    assert "A picture" in page
    assert "image/jpeg" in page
    assert "<img" not in page
    [tip] = rows_of(texter.runtime, Tip)
    for _ in range(2):
        got = nadia.get(address)
        assert (got.status_code, got.data) == (200, PHOTO)
    assert got.headers["Content-Type"] == "image/jpeg"
    name = f"raabta-{tip.reference}-1.jpg"
    assert got.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert got.headers["Content-Security-Policy"] == "sandbox"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Cache-Control"] == "no-store"
    looks = rows_of(texter.runtime, Look, Look.id)
    assert [(look.what, look.item) for look in looks if look.what is Looked.PHOTO] == [
        (Looked.PHOTO, str(photo.id))
    ] * 2


def test_nobody_gets_one_without_signing_in(photo: Photo, visitor: Any, texter: Texter) -> None:
    answer = visitor.get(f"/console/photos/{photo.id}")
    assert answer.status_code in (302, 303)
    assert "/console/sign-in" in answer.headers["Location"]
    assert rows_of(texter.runtime, Look) == []


def test_what_is_not_here_is_told_of_and_not_handed_over(texter: Texter, nadia: Any) -> None:
    texter.send("Look", texter.medium())
    page = page_of(texter, nadia)
    assert "Still at the carrier" in page
    assert WARNING not in page
    [photo] = texter.photos()
    assert nadia.get(f"/console/photos/{photo.id}").status_code == 404
    assert nadia.get(f"/console/photos/{uuid.uuid4()}").status_code == 404
    assert nadia.get("/console/photos/1").status_code == 404
    note(texter, state=FetchState.LOST)
    assert "Lost: the carrier no longer has it" in page_of(texter, nadia)
    assert [look for look in rows_of(texter.runtime, Look) if look.what is Looked.PHOTO] == []


def test_a_photo_that_no_key_opens_is_not_there(texter: Texter, photo: Photo, nadia: Any) -> None:
    note(texter, sealed=b"not sealed by us")
    assert nadia.get(f"/console/photos/{photo.id}").status_code == 404


def test_a_photo_still_to_be_deleted_at_the_carrier_is_kept_already(
    texter: Texter, photo: Photo, nadia: Any
) -> None:
    note(texter, state=FetchState.WAITING)
    assert f"/console/photos/{photo.id}" in page_of(texter, nadia)
    assert nadia.get(f"/console/photos/{photo.id}").data == PHOTO


@pytest.mark.parametrize(
    "kind",
    [
        "text/html",
        "image/svg+xml",
        "application/pdf",
        "",
        "image/jpeg\r\nSet-Cookie: x=1",
        "video/x-unheard-of",
    ],
)
def test_what_could_run_is_handed_over_as_mere_bytes(
    texter: Texter, photo: Photo, nadia: Any, kind: str
) -> None:
    note(texter, content_type=kind)
    got = nadia.get(f"/console/photos/{photo.id}")
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["Content-Disposition"].endswith('-1.bin"')
    assert "Set-Cookie: x=1" not in str(got.headers)


def test_kinds_are_read_as_carriers_write_them() -> None:
    assert photo_file("IMAGE/JPEG; name=x.html").mimetype == "image/jpeg"
    assert (photo_file("audio/amr").ending, photo_file("video/3gpp").word) == ("amr", "A video")
    assert photo_file("image/heic").word == "A picture"


def test_what_the_carrier_says_that_it_is_cannot_write_on_the_page(
    texter: Texter, photo: Photo, nadia: Any
) -> None:
    note(texter, content_type="<b>x</b>")
    assert "<b>x</b>" not in page_of(texter, nadia)


def test_a_text_without_a_report_has_photos_too(texter: Texter, photo: Photo, nadia: Any) -> None:
    with texter.runtime.database.transaction() as session:
        session.execute(update(Text).values(conversation_id=None))
        assert session.scalars(select(Text.conversation_id)).all() == [None]
    got = nadia.get(f"/console/photos/{photo.id}")
    assert got.headers["Content-Disposition"] == 'attachment; filename="raabta-text-1.jpg"'


@pytest.mark.browser
def test_a_browser_saves_it_and_shows_nothing(
    texter: Texter, photo: Photo, password: str, page: Page, live: Any, tmp_path: Any
) -> None:
    page.goto(f"{live.url}/console/")
    page.fill("#name", "nadia")
    page.fill("#password", password)
    page.press("#password", "Enter")
    expect(page.locator("table.log")).to_be_visible()
    [conversation] = rows_of(texter.runtime, TextConversation)
    address = f"{live.url}/console/texts/{conversation.id}"
    page.goto(address)
    box = page.locator(".photos a").bounding_box()
    assert box is not None
    assert box["height"] >= 24
    with page.expect_download() as saved:
        page.click(".photos a")
    saved.value.save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == PHOTO
    assert saved.value.suggested_filename.endswith("-1.jpg")
    assert page.url == address
    expect(page.locator("img")).to_have_count(0)
    page.click("button[value=ur]")
    expect(page.locator(".photos")).to_contain_text("منسلکہ")
    page.screenshot(path=tmp_path / "page.png", full_page=True)
