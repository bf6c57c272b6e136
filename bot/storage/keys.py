"""Users as keyed hashes: countable, yet not to be read back without the key."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

LENGTH = 16


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
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls(file.read_bytes())
        with os.fdopen(handle, "w") as new:
            new.write(secrets.token_hex(32))
        return cls(file.read_bytes())

    def code(self, team_id: str | None, user_id: str) -> str:
        """The code of a user in a workspace."""
        message = f"{team_id or '-'}:{user_id}".encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()[:LENGTH]
