"""What any carrier can tell us about a text that comes in, in our words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Media:
    """A photo or other file that came with a text: where the carrier keeps it, and what it says that it is."""

    url: str
    content_type: str


@dataclass(frozen=True, slots=True)
class IncomingSms:
    """One text; `sender` as the carrier wrote it, withheld or malformed included.

    `media_count` is what the carrier said; `media` are those of which it said where they are.
    """

    carrier_id: str
    sender: str
    recipient: str
    body: str
    media_count: int
    media: tuple[Media, ...] = ()

    @classmethod
    def from_kept(cls, content: Mapping[str, Any]) -> Self:
        """The text as it was before it waited as JSON, in which a medium is a mapping of its fields."""
        media = tuple(Media(**medium) for medium in content.get("media", ()))
        return cls(**{**content, "media": media})
