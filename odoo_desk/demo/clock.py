"""The clock of the stand-in: this computer's, set otherwise, or stopped, as a test wants it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """A server's clock need not agree with that of whoever asks it."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._stopped_at: datetime | None = None

    def now(self) -> datetime:
        return self._stopped_at or datetime.now(UTC) + self._ahead

    def set(self, moment: datetime) -> None:
        """From now on it is `moment` (in UTC), and it runs on from there unless it is stopped."""
        if self._stopped_at:
            self._stopped_at = moment
        else:
            self._ahead = moment - datetime.now(UTC)

    def advance(self, by: timedelta) -> None:
        self.set(self.now() + by)

    def freeze(self, moment: datetime | None = None) -> None:
        """It stops, at `moment` if one is given: whatever is written from now on is written at the same time."""
        self._stopped_at = moment or self.now()

    def thaw(self) -> None:
        now = self.now()
        self._stopped_at = None
        self.set(now)
