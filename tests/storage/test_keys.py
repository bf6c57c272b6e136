"""Users as codes."""

from __future__ import annotations

import stat
import threading
from concurrent.futures import ThreadPoolExecutor

from bot.storage import UserKeys

RACERS, ROUNDS = 8, 40


def test_a_code_is_stable_and_names_nobody(file):
    code = UserKeys.beside(file).code("T1", "U0FOUNDER")
    assert code == UserKeys.beside(file).code("T1", "U0FOUNDER")
    assert len(code) == 16
    assert int(code, 16) >= 0


def test_codes_differ_by_user_workspace_and_key(tmp_path):
    keys = [UserKeys.beside(tmp_path / name) for name in ("a.db", "b.db")]
    whose = [("T1", "U1"), ("T1", "U2"), ("T2", "U1"), (None, "U1")]
    assert len({key.code(*who) for key in keys for who in whose}) == 8


def test_a_given_key_needs_no_file(file):
    given = UserKeys.beside(file, "from the settings")
    assert given.code("T1", "U1") == UserKeys(b"from the settings").code("T1", "U1")
    assert list(file.parent.iterdir()) == []


def test_the_key_is_for_its_owner_alone_and_not_in_the_database(file):
    UserKeys.beside(file)
    (key,) = file.parent.iterdir()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(bytes.fromhex(key.read_text())) == 32


def test_those_who_start_together_agree_on_one_key(tmp_path):
    for number in range(ROUNDS):
        file = tmp_path / f"{number}.db"
        together = threading.Barrier(RACERS)

        def code(file=file, together=together) -> str:
            together.wait()
            return UserKeys.beside(file).code("T1", "U1")

        with ThreadPoolExecutor(RACERS) as pool:
            codes = {racer.result() for racer in [pool.submit(code) for _ in range(RACERS)]}
        assert codes == {UserKeys.beside(file).code("T1", "U1")}


def test_a_key_file_left_empty_is_not_taken_for_a_key(file):
    file.with_name(file.name + ".key").touch()  # a process that died between creating and writing
    assert UserKeys.beside(file).code("T1", "U1") != UserKeys(b"").code("T1", "U1")
