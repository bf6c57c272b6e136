"""The database as the commands look at it: nothing is made, brought up to date or written."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from bot.errors import WhichroleError
from bot.storage.kept import Kept
from bot.storage.migrations import STEPS, version

COLUMNS = 'answer_id, at, knowledge_version, "on", reading, advice'


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """The database; raises WhichroleError if there is none yet, or if the file is something else."""
    if not path.is_file():
        raise WhichroleError(f"There is no database at {path} yet. Set WHICHROLE_DB, or run the bot first.")
    db = Database(path)
    try:
        try:
            known = "usage" in db.table_names()
        except sqlite3.DatabaseError:
            known = False
        if not known:
            raise WhichroleError(f"{path} is not a whichrole database. Set WHICHROLE_DB.")
        yield db
    finally:
        db.conn.close()


def examined(path: Path) -> str:
    """In what condition a database is; nothing in it is changed. Raises WhichroleError if it cannot be used."""
    if not path.exists():
        if not os.access(path.resolve().parent, os.W_OK):
            raise WhichroleError(f"{path.resolve().parent} cannot be written to. Set WHICHROLE_DB.")
        return f"{path} will be made"
    with opened(path) as db:
        found, newest = version(db), len(STEPS)
        if found > newest:
            raise WhichroleError(f"{path} was made by a newer whichrole. Update, or set WHICHROLE_DB.")
        try:
            db.conn.execute("BEGIN IMMEDIATE")
            db.conn.rollback()
        except sqlite3.Error as error:
            raise WhichroleError(f"{path} cannot be written to ({error}).") from None
    if found < newest:
        return f"{path} is of an older whichrole; the next start renews it for good, so make a copy first"
    return f"{path} can be read and written"


@dataclass(frozen=True)
class Given:
    """How often an answer was given, when last (ISO, UTC), and to whom, as codes."""

    times: int
    last: str
    askers: frozenset[str]


class Log:
    """The advice in an opened database."""

    def __init__(self, db: Database, path: Path) -> None:
        self._db = db
        if "advice" not in db.table_names():
            raise WhichroleError(
                f"{path} is of an older whichrole that kept no advice. Start the bot once to renew it."
            )

    @classmethod
    @contextmanager
    def of(cls, path: Path) -> Iterator[Log]:
        """The log in a file; raises WhichroleError if there is none."""
        with opened(path) as db:
            yield cls(db, path)

    def count(self) -> int:
        """How many different advices there are."""
        return int(self._db.execute("SELECT count(*) FROM advice").fetchone()[0])

    def advice(self, answer_id: str) -> Kept | None:
        """The row of an answer."""
        row = self._db.execute(f"SELECT {COLUMNS} FROM advice WHERE answer_id = ?", [answer_id]).fetchone()
        return Kept(*row) if row else None

    def every_advice(self) -> Iterator[Kept]:
        """All rows, in the order in which they were first given."""
        for row in self._db.execute(f"SELECT {COLUMNS} FROM advice ORDER BY at, answer_id"):
            yield Kept(*row)

    def given(self) -> Mapping[str, Given]:
        """Who was given which answer; an answer that never arrived was given to nobody."""
        sql = "SELECT answer_id, user_key, count(*), max(at) FROM usage WHERE outcome != 'error' GROUP BY 1, 2"
        found: dict[str, Given] = {}
        for answer_id, user_key, times, last in self._db.execute(sql):
            before = found.get(answer_id, Given(0, "", frozenset()))
            askers = before.askers | ({user_key} if user_key else frozenset())  # some wished to be forgotten
            found[answer_id] = Given(before.times + times, max(before.last, last), askers)
        return found
