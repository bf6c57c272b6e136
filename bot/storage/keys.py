"""Users as keyed hashes: countable, yet not to be read back without the key."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

LENGTH = 16


def _make(file: Path) -> None:
    """Write a new key. Of several processes starting at once the first one's counts, never half of one."""
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    part.touch(0o600)
    part.write_text(secrets.token_hex(32))
    try:
        if file.exists() and file.stat().st_size == 0:
            file.unlink()  # left empty by a crash: nothing was ever coded with it
        os.link(part, file)
    except FileExistsError:
        pass
    finally:
        part.unlink()


class UserKeys:
    """Turns a Slack user id into a code of 16 hex digits."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def beside(cls, database: Path, given: str | None = None) -> UserKeys:
        """The key from the settings, or one kept in a file beside the database, made on first use.

        It stands in a file of its own, so that a copy of the database alone names nobody.
        """
        if given:
            return cls(given.encode())
        file = database.with_name(database.name + ".key")
        if not file.exists() or file.stat().st_size == 0:
            _make(file)
        return cls(file.read_bytes())

    def code(self, team_id: str | None, user_id: str) -> str:
        """The code of a user in a workspace."""
        message = f"{team_id or '-'}:{user_id}".encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()[:LENGTH]
