"""Waiting for the window: as long as it takes, no longer, and with words for what never came."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 20.0


async def until(condition: Callable[[], object], what: str) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            while not condition():  # noqa: ASYNC110  anything may be waited for
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"never came: {what}") from None
