"""What a connection leaves on this computer, and how it goes from there."""

from __future__ import annotations

from odoo_desk import diagnostics
from odoo_desk.accounting.kept import KeptDraft
from odoo_desk.errors import StoreDamaged, StoreNewer
from odoo_desk.settings import Profile
from odoo_desk.store.drafts import Drafts
from odoo_desk.store.mirror import Mirror
from odoo_desk.workspace import connecting, copies


async def unsaved_drafts(profile: Profile) -> tuple[KeptDraft, ...]:
    """What was typed with this profile and is on this computer only."""
    drafts = await _drafts_of(profile)
    if drafts is None:
        return ()
    try:
        return await drafts.all()
    finally:
        await drafts.close()


async def forget(profile: Profile, *, with_drafts: bool) -> None:
    """Its local copy and the logs go; what was typed and not saved only `with_drafts`. NotAllowed while the copy cannot be deleted."""
    if with_drafts and (drafts := await _drafts_of(profile)):
        try:
            for each in await drafts.all():
                await drafts.forget(each.key)
        finally:
            await drafts.close()
    if path := copies.known_copy(profile):
        copies.forget(path)
    diagnostics.clear()


async def _drafts_of(profile: Profile) -> Drafts | None:
    """Open. None for a profile that was never signed in with."""
    path = copies.known_copy(profile)
    if path is None:
        return None
    mirror = Mirror(path)
    try:
        await mirror.open(mend=False)
        known = await connecting.owner_of(mirror)
    except (StoreDamaged, StoreNewer):
        return None
    finally:
        await mirror.close()
    if known is None:
        return None
    user, server = known
    drafts = connecting.lasting_of(server, user).drafts
    await drafts.open()
    return drafts
