"""A webhook enters only with a signature of one of our tokens over the address it came to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from hotline.carriers.twilio.signatures import SignatureCheck, raw_target
from tests.carriers import payloads
from tests.carriers.payloads import PUBLIC_URL, TOKEN, form_of, signed

TARGET = "/twilio/calls/answer/ur.report_tip.kind.3.0"
check = SignatureCheck((TOKEN,), PUBLIC_URL)


def enters(body: bytes, signature: str | None, target: str = TARGET, by: SignatureCheck = check) -> bool:
    return by.verify(target, form_of(body), signature)


@pytest.mark.parametrize(
    "body",
    [
        payloads.INCOMING_CALL,
        payloads.KEY_PRESSED,
        payloads.NO_KEY_PRESSED,
        payloads.RECORDED,
        payloads.HUNG_UP_WHILE_RECORDING,
        payloads.ENDED,
        payloads.SMS,
        payloads.DELIVERED,
    ],
)
def test_what_the_carrier_signed_enters_and_what_was_changed_on_the_way_does_not(body):
    signature = signed(PUBLIC_URL + TARGET, body)
    assert enters(body, signature)
    assert not enters(body + b"&Digits=2", signature)
    assert not enters(body.replace(b"%2B923640009001", b"%2B923640009002") + b"&x=1", signature)
    assert not enters(body, signature, target="/twilio/calls/answer/ur.report_tip.kind.4.0")
    assert not enters(body, signature[:-4] + "AAA=")


def test_the_example_in_the_carriers_own_documentation():
    form = MultiDict(
        [
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
        ]
    )
    documented = SignatureCheck(("12345",), "https://mycompany.com")
    assert documented.verify("/myapp.php?foo=1&bar=2", form, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")


@pytest.mark.parametrize("header", [None, "", "x", "é" * 28, "\ud800" * 28, "\x00", "A" * 100_000])
def test_a_missing_or_senseless_header_is_a_refusal(header):
    assert not enters(payloads.INCOMING_CALL, header)


@pytest.mark.parametrize("target", ["/twilio/sms/incoming", "/twilio/sms/incoming?bodySHA256=" + "0" * 64])
def test_json_is_refused_with_and_without_a_hash_of_its_body_even_when_the_address_is_signed(target):
    form = form_of(b'{"CallSid": "CA1"}', content_type="application/json")
    assert not check.verify(target, form, signed(PUBLIC_URL + target, b""))


def test_an_empty_body_is_refused_even_when_the_address_is_signed():
    assert not enters(b"", signed(PUBLIC_URL + TARGET, b""))


@pytest.mark.parametrize(
    "target",
    [
        "http://elsewhere.example:99999/twilio/sms/incoming",
        ":99999/twilio/sms/incoming",
        "@elsewhere.example/twilio/sms/incoming",
        "[::1/twilio",
        "*",
        "",
        "//[broken/twilio\ud800",
    ],
)
def test_a_target_with_a_bad_port_or_a_host_of_its_own_is_a_refusal(target):
    body = payloads.INCOMING_CALL
    assert not enters(body, signed(PUBLIC_URL + target.encode("ascii", "replace").decode(), body), target)


def test_half_of_a_surrogate_pair_is_a_refusal_and_not_an_error():
    form = MultiDict(form_of(payloads.SMS))
    form["Body"] = "\ud83d"
    assert not check.verify(TARGET, form, signed(PUBLIC_URL + TARGET, payloads.SMS))
    # The same, as raw bytes and as an escape, on the wire: both are read as U+FFFD, which nobody signed.
    for half in (b"\xed\xa0\xbd", b"%ED%A0%BD"):
        body = payloads.SMS + b"&Extra=" + half
        assert not enters(body, signed(PUBLIC_URL + TARGET, payloads.SMS))


def test_urdu_in_the_target_counts_as_it_was_percent_encoded_on_the_wire():
    target = "/twilio/calls/answer/%D9%84%D8%A7%DB%81%D9%88%D8%B1?q=%D9%BE%20x"
    signature = signed(PUBLIC_URL + target, payloads.KEY_PRESSED)
    assert enters(payloads.KEY_PRESSED, signature, target)
    assert not enters(payloads.KEY_PRESSED, signature, "/twilio/calls/answer/لاہور?q=پ x")


def test_a_question_mark_of_our_own_is_not_added_and_one_on_the_wire_is_kept():
    signature = signed(PUBLIC_URL + TARGET, payloads.KEY_PRESSED)
    assert not enters(payloads.KEY_PRESSED, signature, TARGET + "?")
    with_mark = signed(f"{PUBLIC_URL}{TARGET}?", payloads.KEY_PRESSED)
    assert enters(payloads.KEY_PRESSED, with_mark, TARGET + "?")


def test_fields_that_are_new_to_us_empty_or_there_twice_are_signed_over():
    body = (
        payloads.KEY_PRESSED
        + b"&StirVerstat=TN-Validation-Passed-A&Nothing=&MediaUrl=b&MediaUrl=a&MediaUrl=b"
    )
    signature = signed(PUBLIC_URL + TARGET, body)
    assert enters(body, signature)
    for without in (b"&StirVerstat=TN-Validation-Passed-A", b"&Nothing=", b"&MediaUrl=a"):
        changed = body.replace(without, b"")
        # A field without a value leaves only its name in what is signed.
        assert not enters(changed, signature)


def test_while_a_token_is_rotated_both_the_old_and_the_new_one_sign():
    rotating = SignatureCheck(("b" * 32, TOKEN), PUBLIC_URL)
    body = payloads.INCOMING_CALL
    for token in ("b" * 32, TOKEN):
        assert enters(body, signed(PUBLIC_URL + TARGET, body, token), by=rotating)
    assert not enters(body, signed(PUBLIC_URL + TARGET, body, "c" * 32), by=rotating)
    assert not enters(body, signed(PUBLIC_URL + TARGET, body, "b" * 32))


def test_a_second_account_signs_for_itself_only():
    first, second, other = "AC" + "1" * 32, "AC" + "2" * 32, "b" * 32
    both = SignatureCheck((TOKEN,), PUBLIC_URL, {second: (other,)})
    for account, token, may in (
        (first, TOKEN, True),
        (second, other, True),
        (first, other, False),
        (second, TOKEN, False),
        ("", other, False),
    ):
        body = f"AccountSid={account}&MessageSid=SM1&MessageStatus=delivered".encode()
        assert enters(body, signed(PUBLIC_URL + TARGET, body, token), by=both) is may


@pytest.mark.parametrize("tokens", [(), ("",), (TOKEN, " ")])
def test_a_key_of_no_bytes_is_no_key(tokens):
    with pytest.raises(ValueError, match="token"):
        SignatureCheck(tokens, PUBLIC_URL)
    with pytest.raises(ValueError, match="token"):
        SignatureCheck((TOKEN,), PUBLIC_URL, {"AC1": tokens})


@pytest.mark.parametrize(
    ("public_url", "signed_as"),
    [
        ("https://raabta.example", "https://raabta.example:443"),
        ("https://raabta.example:443", "https://raabta.example"),
        ("https://raabta.example:8443", "https://raabta.example:8443"),
        ("https://raabta.example:8443", "https://raabta.example"),
        ("https://raabta.example/base/", "https://raabta.example:443/base"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://[::1]", "http://[::1]:80"),
    ],
)
def test_a_port_may_be_written_out_or_left_out(public_url, signed_as):
    by = SignatureCheck((TOKEN,), public_url)
    assert enters(payloads.ENDED, signed(signed_as + TARGET, payloads.ENDED), by=by)


@pytest.mark.parametrize(
    "signed_as",
    [
        "http://raabta.example",
        "https://raabta.example:444",
        "https://proxy.example",
        "https://raabta.example.evil",
    ],
)
def test_another_scheme_port_or_host_than_the_public_address_is_a_refusal(signed_as):
    assert not enters(payloads.ENDED, signed(signed_as + TARGET, payloads.ENDED))


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=8)), min_size=1, max_size=6),
    st.text(alphabet="abc/._-~%2&=", max_size=12),
)
def test_who_the_sdk_lets_in_is_let_in(fields, path):
    form, target = MultiDict(fields), "/" + path
    try:
        signature = RequestValidator(TOKEN).compute_signature(PUBLIC_URL + target, form)
    except UnicodeEncodeError:
        signature = ""
    assert check.verify(target, form, signature) is bool(signature)
    assert (
        RequestValidator(TOKEN).validate(PUBLIC_URL + target, form, signature) is bool(signature)
        or not signature
    )


@given(st.text(), st.dictionaries(st.text(), st.text()), st.one_of(st.none(), st.text()))
def test_nothing_makes_it_raise_and_nothing_unsigned_enters(target, fields, header):
    assert check.verify(target, MultiDict(fields), header) is False


@pytest.mark.parametrize(
    "environ",
    [
        {"RAW_URI": "/a/%D9%84?x=%20", "PATH_INFO": "/a/Ù\x84", "QUERY_STRING": "x=%20"},
        {"REQUEST_URI": "/a/%D9%84?x=%20", "PATH_INFO": "/a/Ù\x84", "QUERY_STRING": "x=%20"},
        {"PATH_INFO": "/a/Ù\x84", "QUERY_STRING": "x=%20", "SCRIPT_NAME": ""},
        {"PATH_INFO": "/Ù\x84", "QUERY_STRING": "x=%20", "SCRIPT_NAME": "/a"},
    ],
)
def test_the_target_is_read_back_from_what_each_server_keeps_of_it(environ):
    forged = {
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_HOST": "evil.example",
        "HTTP_X_ORIGINAL_URL": "/b",
    }
    assert raw_target({**environ, **forged}) == "/a/%D9%84?x=%20"


def test_a_target_without_a_query_ends_without_a_question_mark():
    assert raw_target({"PATH_INFO": TARGET, "QUERY_STRING": ""}) == TARGET
    assert raw_target({"RAW_URI": TARGET, "PATH_INFO": TARGET, "QUERY_STRING": ""}) == TARGET
