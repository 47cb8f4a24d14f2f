"""Which records changed, told to whoever subscribed. No view calls another view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """Ids of documents and payments that are new, different or gone. `everything` after a refresh."""

    documents: frozenset[int] = frozenset()
    payments: frozenset[int] = frozenset()
    partners: frozenset[int] = frozenset()
    everything: bool = False


Listener = Callable[[Change], None]


class Changes:
    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Listeners are called on the loop, in order of subscription. The result ends the subscription."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)
