"""The outbox: a folder of .eml files, for the portal's postbox and for whoever prints letters."""

import asyncio
import os
from email.headerregistry import Address
from pathlib import Path

from services.notifications.channels import ChannelFailed
from services.notifications.channels.letter import HandedOver, Letter, composed, digest


class Outbox:
    """A file appears whole or not at all, survives a power cut once it was handed over, and is
    never written again: handing over twice changes nothing. Only the owner may read it."""

    def __init__(self, folder: Path, sender: Address) -> None:
        self._folder, self._sender = folder, sender

    async def hand_over(self, letter: Letter) -> HandedOver:
        """Raises ChannelFailed where the folder cannot be written to, which may pass."""
        content = composed(letter, self._sender).as_bytes()
        path = self._folder / f"{letter.notification}.eml"
        try:
            kept = await asyncio.to_thread(_put, path, content)
        except OSError as cause:
            failed = f"the outbox cannot be written to ({cause.strerror or type(cause).__name__})"
            raise ChannelFailed(failed) from cause
        return HandedOver(path.name, digest(kept))


def _put(path: Path, content: bytes) -> bytes:
    """What the file holds from now on: `content`, unless it was there before."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}")
    file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "wb") as writer:
        writer.write(content)
        writer.flush()
        os.fsync(file)
    try:
        os.link(unfinished, path)  # unlike a renaming, it never takes the place of a file
    except FileExistsError:
        content = path.read_bytes()
    unfinished.unlink()
    _sync(path.parent)
    return content


def _sync(folder: Path) -> None:
    """The name in the folder is as durable as the file only after this."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
