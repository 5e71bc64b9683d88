"""Publishing: what callers hear changes at once, in every process, and goes back as easily."""

from typing import Any

import pytest

from tests.studio.conftest import Studio, speech, wav


def test_try(nadia: Studio) -> None:
    page = nadia.get("/console/prompts/")
    assert page.status_code == 200
    page = nadia.get("/console/prompts/ur/goodbye")
    assert page.status_code == 200, page.text
    one = nadia.record(wav(speech()))
    assert nadia.publish(one, 0).status_code == 303
    page = nadia.get("/console/prompts/ur/goodbye?done=published")
    print(page.text)
