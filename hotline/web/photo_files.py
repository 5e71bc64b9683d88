"""What came with a text, by what the carrier said that it is: its name on a page, and as what it may be handed over."""

from dataclasses import dataclass

from hotline.languages import N_

PICTURE, SOUND, VIDEO, FILE = N_("A picture"), N_("A sound"), N_("A video"), N_("A file")
UNKNOWN = "application/octet-stream"

# Nothing in this list runs as a program or a page, whatever is inside.
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/3gpp": "3gp",
    "video/mp4": "mp4",
    "video/3gpp": "3gp",
    "video/quicktime": "mov",
    "video/webm": "webm",
}
WORDS = {"image": PICTURE, "audio": SOUND, "video": VIDEO}


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """`word` says what it is, to be translated; `mimetype` and `ending` are those of a file that is only kept."""

    word: str
    mimetype: str
    ending: str


def photo_file(content_type: str) -> PhotoFile:
    named = content_type.partition(";")[0].strip().lower()
    word = WORDS.get(named.partition("/")[0], FILE)
    if named in ENDINGS:
        return PhotoFile(word, named, ENDINGS[named])
    return PhotoFile(word, UNKNOWN, "bin")
