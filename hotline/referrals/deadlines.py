"""Until when an officer has to answer before a referral goes up the ladder."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.database import PAKISTAN
from hotline.hours import within
from hotline.settings_reader import Hours

# However long the quiet hours are.
LONGEST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long an officer has; in the quiet hours only what is urgent goes up."""

    urgent: timedelta
    normal: timedelta
    quiet: Hours

    def after(self, now: datetime, *, urgent: bool) -> datetime:
        """Until when whoever is told now has to answer. For what is not urgent the quiet hours do not count, so that
        nobody who was told at night is passed over in the morning before having seen it."""
        if urgent:
            return now + self.urgent
        left, at = self.normal, now
        while at - now < LONGEST:
            if within(self.quiet, at):
                at = self._next(at, 1)
            begins = self._next(at, 0)
            if at + left <= begins:
                return at + left
            left -= begins - at
            at = begins
        return at

    def _next(self, after: datetime, end: int) -> datetime:
        """The next moment at which the quiet hours begin (0) or end (1)."""
        here = after.astimezone(PAKISTAN)
        found = datetime.combine(here.date(), self.quiet[end], PAKISTAN)
        return (found if found > here else found + timedelta(days=1)).astimezone(after.tzinfo)
