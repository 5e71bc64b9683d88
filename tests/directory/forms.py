"""Forms of the directory's pages, sent as a browser would: with all that stands in them, and some of it changed."""

import html
import re
from typing import Any

from tests.directory.conftest import HOME, Keeper


def form_on(keeper: Keeper, address: str, action: str | None = None) -> dict[str, Any]:
    """What stands in the form of a page, as a browser would send it."""
    return form_in(keeper.page(address), action or address)


def form_in(page: str, action: str) -> dict[str, Any]:
    wanted = f'action="{HOME}{action}"'
    form = page[page.index(wanted) :]
    form = form[: form.index("</form>")]
    sent: dict[str, Any] = {}
    for field in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', field), re.search(r'value="([^"]*)"', field)
        if name and ("checkbox" not in field or "checked" in field):
            sent.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
    for name, text in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        sent[name] = [html.unescape(text)]
    for name, options in re.findall(r'<select [^>]*name="([^"]*)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = [chosen[1] if chosen else ""]
    return sent


def change(keeper: Keeper, address: str, **fields: Any) -> Any:
    return keeper.client.post(f"{HOME}{address}", data={**form_on(keeper, address), **fields})


def publish(keeper: Keeper, why: str = "told by the zone") -> Any:
    return change_at(keeper, "draft", "draft/publish", why=why)


def change_at(keeper: Keeper, page: str, action: str, **fields: Any) -> Any:
    return keeper.client.post(f"{HOME}{action}", data={**form_on(keeper, page, action), **fields})
