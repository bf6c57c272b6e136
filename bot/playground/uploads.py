"""Files on their way into the workspace: a ticket to upload to, the bytes, and whether they were shared."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from bot.playground.rules import Obj, SlackError


@dataclass
class Upload:
    """One file; without content until its bytes have come, and shared once at most."""

    id: str
    ticket: str
    name: str
    length: int
    content: bytes | None = None
    shared: bool = False


@dataclass
class Uploads:
    """All files the bot has asked to upload."""

    known: dict[str, Upload] = field(default_factory=dict)

    def begin(self, name: str, length: int) -> Upload:
        """A new file with the ticket for its bytes."""
        upload = Upload(f"F0{secrets.token_hex(4).upper()}", secrets.token_urlsafe(18), name, length)
        self.known[upload.id] = upload
        return upload

    def take(self, ticket: str, content: bytes) -> Upload:
        """The bytes for a ticket, which works once; they must be as many as were announced."""
        upload = next((each for each in self.known.values() if each.ticket == ticket), None)
        if upload is None or upload.content is not None or len(content) != upload.length:
            raise SlackError("upload_failed")
        upload.content = content
        return upload

    def finish(self, id_: object) -> Upload:
        """A file whose bytes have come, for sharing; it can be finished once."""
        upload = self.known.get(id_) if isinstance(id_, str) else None
        if upload is None or upload.content is None or upload.shared:
            raise SlackError("file_not_found")
        upload.shared = True
        return upload


def described(upload: Upload, title: str, base_url: str) -> Obj:
    """The file as messages and answers carry it."""
    address = f"{base_url}/files/{upload.id}/{upload.name}"
    return {
        "id": upload.id,
        "name": upload.name,
        "title": title,
        "size": upload.length,
        "mode": "hosted",
        "url_private": address,
        "url_private_download": address,
    }
