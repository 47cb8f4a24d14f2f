"""What makes a failed call leave no trace: while a call runs, every assignment to a record and to a table is noted, and can be put back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class _Undo(threading.local):
    log: list[Callable[[], None]] | None = None


_undo = _Undo()


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """What is changed inside is put back when an exception leaves it."""
    outer, log = _undo.log, list[Callable[[], None]]()
    _undo.log = log
    _watch.enter()
    try:
        yield
    except BaseException:
        _undo.log = None
        for put_back in reversed(log):
            put_back()
        raise
    else:
        if outer is not None:
            outer.extend(log)
    finally:
        _undo.log = outer
        _watch.leave()


class Watched:
    """What a record is: its assignments can be undone, because lists on it are tuples."""

    __slots__ = ()


def _noting(record: Watched, name: str, value: object) -> None:
    log = _undo.log
    if log is not None:
        log.append(partial(object.__setattr__, record, name, getattr(record, name, None)))
    object.__setattr__(record, name, value)


class _Watch:
    """Assignments are watched only while there is something to undo: the sample company is millions of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0

    def enter(self) -> None:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                type.__setattr__(Watched, "__setattr__", _noting)

    def leave(self) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                type.__delattr__(Watched, "__setattr__")


_watch = _Watch()


class Kept(dict[K, V], Generic[K, V]):
    """A dict whose changes can be undone."""

    __slots__ = ()

    def __setitem__(self, key: K, value: V) -> None:
        self._note(key)
        super().__setitem__(key, value)

    def __delitem__(self, key: K) -> None:
        self._note(key)
        super().__delitem__(key)

    def _note(self, key: K) -> None:
        if _undo.log is not None:
            if key in self:
                _undo.log.append(partial(super().__setitem__, key, self[key]))
            else:
                _undo.log.append(partial(super().__delitem__, key))
