"""The outbox: what is done once is written down first, sent, and settled when no answer came; what waits for a connection is sent in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from odoo_desk.accounting.outgoing import ENDED, OPEN, Kind, Outgoing, Progress
from odoo_desk.errors import (
    ConnectionProblem,
    DeskError,
    NotAllowed,
    NotConnected,
    NotSent,
    OutcomeUnknown,
    ServerRefused,
)
from odoo_desk.store.drafts import Drafts
from odoo_desk.store.outbox import Outbox

if TYPE_CHECKING:
    from odoo_desk.workspace.link import Link
    from odoo_desk.workspace.once import Way

_log = logging.getLogger(__name__)
# Recognised by their marker; everything else by what is to be reached, so that two clicks are one.
_BY_MARKER = (Kind.CREATE, Kind.CHANGE, Kind.PAY)


class Sending:
    """`heard` of every change to an entry; the window shows them."""

    def __init__(self, link: Link, outbox: Outbox, drafts: Drafts) -> None:
        self._link = link
        self._outbox = outbox
        self._drafts = drafts
        self._under_way: dict[object, asyncio.Future[Outgoing]] = {}
        self._settling: asyncio.Future[None] | None = None
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Called whenever something in the outbox changed. The result ends the subscription."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    async def latest(self, limit: int) -> tuple[Outgoing, ...]:
        """Newest first."""
        return await self._outbox.latest(limit)

    async def find(self, marker: str) -> Outgoing | None:
        return await self._outbox.find(marker)

    async def unfinished(self) -> tuple[Outgoing, ...]:
        """What waits, is being sent, or wants somebody's eye: what nobody saw being refused, too."""
        found = await self._outbox.in_state(Progress.WAITING, *OPEN, Progress.DIFFERS, Progress.REFUSED)
        return tuple(each for each in found if each.progress is not Progress.REFUSED or each.queued)

    # --- at once ------------------------------------------------------------------------------------------------------

    async def once(self, wanted: Outgoing) -> Outgoing:
        """Carries it out, and gives it as it is then. Asked again meanwhile, or with the same marker, it is not done a second time.
        OutcomeUnknown when no answer came and looking did not help; a refusal as the server gave it."""
        key = wanted.marker if wanted.kind in _BY_MARKER else (wanted.kind, wanted.documents, wanted.item, wanted.items)
        if key not in self._under_way:
            # A task of its own: whoever asked may go away (a closed dialog), it is carried out and written down all the same.
            task = asyncio.ensure_future(self._once(wanted))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        return await asyncio.shield(self._under_way[key])

    async def finish(self) -> None:
        """Waits for what is under way; nothing that was sent is left without a note of what became of it."""
        if self._settling is not None:
            self._settling.cancel()
        await asyncio.gather(*self._under_way.values(), *filter(None, [self._settling]), return_exceptions=True)

    async def _once(self, wanted: Outgoing) -> Outgoing:
        self._link.ledger  # noqa: B018  NotConnected before anything is written down
        entry = await self._outbox.begin(wanted)
        if entry is None:
            return await self._again(wanted.marker)
        self._tell()
        return await self._send(entry)

    async def _again(self, marker: str) -> Outgoing:
        """It was begun before."""
        entry = await self._outbox.claim(marker, Progress.WAITING, *OPEN)
        if entry is not None:
            return await self._settled(entry)
        known = await self._outbox.find(marker)
        if known is not None and known.progress in (Progress.DONE, Progress.DIFFERS):
            return known
        raise ServerRefused(
            f"This was already tried. {known.reason if known else ''}".strip(),
            advice="Close the window and start again.",
        )

    async def _send(self, entry: Outgoing) -> Outgoing:
        try:
            return await self._note(await self._way(entry).send(entry))
        except OutcomeUnknown as problem:
            known = await self._outbox.find(entry.marker) or entry
            try:
                return await self._settled(known)
            except ConnectionProblem as lost:
                raise _not_confirmed(entry, problem) from lost
        except (NotSent, NotConnected):
            # Nothing of it reached the server.
            if entry.queued:
                await self._note(replace(entry, progress=Progress.WAITING))
            else:
                await self._outbox.forget(entry.marker)
                self._tell()
            raise
        except DeskError as problem:
            known = await self._outbox.find(entry.marker) or entry
            await self._note(replace(known, progress=Progress.REFUSED, reason=problem.message))
            raise
        except BaseException as end:
            how = "ended" if isinstance(end, asyncio.CancelledError) else "broke"
            known = await self._outbox.find(entry.marker) or entry
            reason = f"The program {how} while it was sending this."
            await self._note(replace(known, progress=Progress.NOT_CONFIRMED, reason=reason))
            raise

    async def _settled(self, entry: Outgoing) -> Outgoing:
        """What became of an entry that was claimed. ServerRefused when it was not done, OutcomeUnknown when that cannot be told yet."""
        found = await self._look(entry)
        if found.progress is Progress.REFUSED:
            raise ServerRefused(
                found.reason,
                advice="Try again." if not found.payment_ids else "Look at the documents, then pay the rest.",
            )
        if found.progress is not Progress.DONE:
            raise OutcomeUnknown(found.reason, advice="It is in the outbox as not confirmed.")
        return found

    async def _look(self, entry: Outgoing) -> Outgoing:
        try:
            found = await self._way(entry).settle(entry)
        except BaseException as problem:
            known = await self._outbox.find(entry.marker) or entry
            reason = str(problem) if isinstance(problem, DeskError) else known.reason
            await self._note(replace(known, progress=Progress.NOT_CONFIRMED, reason=reason))
            raise
        if found.progress is Progress.SENT:
            found = replace(found, progress=Progress.NOT_CONFIRMED)
        if found.progress in ENDED:
            await self._link.found_out(found)
        return await self._note(found)

    # --- later --------------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """There is a connection (again): what is not confirmed is looked into, and what waits is sent."""
        if self._settling is None or self._settling.done():
            self._settling = asyncio.ensure_future(self._go_on())
            self._settling.add_done_callback(_loudly)

    async def _go_on(self) -> None:
        await self.settle()
        await self.send_waiting()

    async def queue(self, entry: Outgoing) -> None:
        """To be sent when there is a connection, in place of what waited under its marker. What was typed stays kept until then."""
        if await self._outbox.begin(replace(entry, progress=Progress.WAITING, queued=True)) is None:
            raise NotAllowed("This is being sent just now.", advice="Look into the outbox.")
        self._tell()

    async def withdraw(self, marker: str) -> None:
        """It is not to be sent, because it is changed or not wanted any more. NotAllowed when it is too late for that."""
        known = await self._outbox.find(marker)
        if known is None:
            return
        if known.progress is Progress.REFUSED or await self._outbox.claim(marker, Progress.WAITING):
            await self._outbox.forget(marker)
            self._tell()
        elif known.progress is not Progress.SETTLED:
            raise NotAllowed("This has been sent already.", advice="Look into the outbox.")

    async def send_waiting(self) -> None:
        """In the order in which it was written. What the server refuses or works out differently stops alone, a lost connection stops all."""
        held = {each for entry in await self._outbox.in_state(*OPEN, Progress.DIFFERS) for each in entry.documents}
        for each in await self._outbox.in_state(Progress.WAITING):
            if held.intersection(each.documents):
                continue
            entry = await self._outbox.claim(each.marker, Progress.WAITING)
            if entry is None:
                continue
            self._tell()
            try:
                done = await self._send(entry)
                await self._compare(done)
            except (ConnectionProblem, NotConnected) as problem:
                _log.info("what waits is not sent yet: %s", problem)
                return
            except DeskError as problem:
                _log.info("what waited was refused: %s", problem)

    async def _compare(self, entry: Outgoing) -> None:
        """The server's total with the one that was worked out here while nobody could ask it."""
        document_id = entry.documents[0]
        (header,) = await self._link.ledger.documents.read_headers([document_id])
        if entry.expected is not None and header.amount_total != entry.expected:
            reason = f"The server's total is {header.amount_total}, here it was {entry.expected}. Look at the draft before you post it."
            await self._note(replace(entry, progress=Progress.DIFFERS, reason=reason))
        await self._drafts.forget(entry.marker)
        await self._link.touched([document_id])
        self._tell()

    async def settle(self) -> tuple[Outgoing, ...]:
        """Finds out what became of everything that is not confirmed; gives what still is not. What this program is sending just now is left to it."""
        for each in await self._outbox.in_state(*OPEN):
            entry = await self._outbox.claim(each.marker, *OPEN)
            if entry is None:
                continue
            try:
                found = await self._look(entry)
            except (ConnectionProblem, NotConnected) as problem:
                _log.info("not settled yet: %s", problem)
                break
            except DeskError as problem:
                _log.info("not settled: %s", problem)
                continue
            if found.progress is Progress.DONE:
                await self._drafts.forget(found.marker)
            await self._link.touched(found.documents, found.payment_ids)
            self._tell()
        return await self._outbox.in_state(*OPEN)

    async def settle_by_hand(self, marker: str) -> bool:
        """The user looked, and says that it is dealt with. False when there is nothing to say about it, or a program is just sending it."""
        entry = await self._outbox.claim(marker, Progress.NOT_CONFIRMED, Progress.SENT, Progress.DIFFERS)
        if entry is not None:
            await self._note(replace(entry, progress=Progress.SETTLED))
        return entry is not None

    # --- plumbing -----------------------------------------------------------------------------------------------------

    def _way(self, entry: Outgoing) -> Way:
        from odoo_desk.workspace.once import way_of  # noqa: PLC0415  not before the first paint

        return way_of(entry.kind, self._link.ledger, self._outbox, self._note)

    async def _note(self, entry: Outgoing) -> Outgoing:
        await self._outbox.keep(entry)
        self._tell()
        return entry

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def _loudly(work: asyncio.Future[None]) -> None:
    if not work.cancelled():
        work.result()


def _not_confirmed(entry: Outgoing, problem: OutcomeUnknown) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"{entry.title} is not confirmed: no answer came from the server.",
        advice="It will not be sent a second time. What became of it is looked for as soon as the server answers.",
        details=problem.details,
    )
