"""Edits of the knowledge taken up by the running bot; a faulty edit never replaces good knowledge."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from bot.knowledge import Knowledge, packaged_folder
from bot.knowledge.watch import EVERY, Watch, examine
from bot.knowledge.yaml_lines import Fault
from bot.listeners import Desk
from bot.settings import Settings
from bot.understanding import Reader

log = logging.getLogger(__name__)


def watch_of(settings: Settings) -> Watch | None:
    """The watch over the folders in use, if one is wanted. Make it before they are read: no edit falls between."""
    return Watch(settings.knowledge or (packaged_folder(),)) if settings.watch else None


async def keep_fresh(desk: Desk, watch: Watch | None, every: float = EVERY) -> None:
    """Renew the desk's knowledge after each change until cancelled; without a watch there is nothing to do."""
    if watch is None:
        return
    async for _ in watch.changes_async(every):
        try:
            await renew(desk, watch.folders)
        except Exception:  # whatever an edit brings about, the bot goes on with what it has
            desk.faults = max(desk.faults, 1)
            log.exception("the changed knowledge could not be used; %s stays", desk.knowledge.version)


async def renew(desk: Desk, folders: Sequence[Path]) -> None:
    """Read the folders anew; without a fault the desk changes over, else each fault is logged and all stays."""
    before = desk.knowledge.version
    made, faults = await asyncio.to_thread(_read, folders)
    for fault in faults:
        log.warning("%s", fault)
    if made:
        desk.change_over(*made)
        log.info("knowledge %s replaces %s", desk.knowledge.version, before)
    else:
        log.warning("the changed knowledge is not used, for it has faults; %s stays", before)
    desk.faults = len(faults)


def _read(folders: Sequence[Path]) -> tuple[tuple[Knowledge, Reader] | None, list[Fault]]:
    """The new knowledge and its reader, or the faults. May take seconds: new wording of intents is fitted first."""
    knowledge, faults = examine(folders)
    return (knowledge, Reader(knowledge)) if knowledge else None, faults
