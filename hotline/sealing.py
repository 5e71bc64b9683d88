"""What people told us, sealed at rest (Fernet: AES-128-CBC with HMAC-SHA256, keys that can be rotated)."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from hotline.errors import SealBroken


class Sealer:
    """Seals with the first key and opens with any of them, so that a key is rotated by putting a new one first."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._box = MultiFernet([Fernet(key) for key in keys])

    def seal(self, content: bytes) -> bytes:
        return self._box.encrypt(content)

    def open(self, sealed: bytes) -> bytes:
        """Raises SealBroken when no key of this installation opens it."""
        try:
            return self._box.decrypt(sealed)
        except InvalidToken:
            raise SealBroken("sealed with a key that this installation does not have, or damaged") from None

    def seal_text(self, text: str) -> bytes:
        # A carrier may hand us lone surrogates; they must not cost the tip.
        return self.seal(text.encode("utf-8", "surrogatepass"))

    def open_text(self, sealed: bytes) -> str:
        return self.open(sealed).decode("utf-8", "surrogatepass")
