"""The errors that cross from one room to another."""


class HotlineError(Exception):
    """A fault with a message that an operator can act on."""


class SettingsWrong(HotlineError):
    """The environment is missing something or says something that cannot be; lists every fault at once."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class WebhookUnreadable(HotlineError):
    """A signed webhook lacks the field that says what it is about."""


class SealBroken(HotlineError):
    """Sealed bytes cannot be opened with any key of this installation."""
