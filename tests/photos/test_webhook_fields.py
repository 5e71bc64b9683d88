"""Which media a webhook's form speaks of."""

from werkzeug.datastructures import MultiDict

from hotline.carriers.twilio import forms
from hotline.sms.incoming import Media


def media(**fields: str) -> tuple[Media, ...]:
    return forms.incoming_sms(MultiDict({"MessageSid": "MM1", **fields})).media


def test_each_medium_has_its_address_and_its_kind() -> None:
    form = {"MediaUrl0": "https://a/0", "MediaContentType0": "image/jpeg", "MediaUrl1": " https://a/1 "}
    assert media(NumMedia="2", **form) == (Media("https://a/0", "image/jpeg"), Media("https://a/1", ""))


def test_ten_are_taken_and_fields_that_we_do_not_know_are_left_alone() -> None:
    form = {f"MediaUrl{number}": f"https://a/{number}" for number in range(12)}
    assert [medium.url for medium in media(MediaSid0="ME1", **form)] == [f"https://a/{n}" for n in range(10)]


def test_the_count_alone_brings_nothing_and_need_not_be_right() -> None:
    assert media(NumMedia="3") == ()
    assert len(media(NumMedia="x", MediaUrl3="https://a/3")) == 1
    sms = forms.incoming_sms(MultiDict({"MessageSid": "MM1", "NumMedia": "3"}))
    assert sms.media_count == 3


def test_what_no_column_takes_is_cut_off_or_left_out() -> None:
    assert media(MediaUrl0="https://a/" + "x" * 2000) == ()
    [medium] = media(MediaUrl0="https://a/0", MediaContentType0="x\x00" * 300)
    assert medium.content_type == "x" * 100
