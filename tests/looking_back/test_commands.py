"""`whichrole replay` and `whichrole impact` on the small invented knowledge, where every effect is known by hand."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.advisor import Advice
from bot.advisor.keeping import without_words
from bot.cli import main
from bot.knowledge import load
from bot.listeners import Desk
from bot.listeners.customs import Asker
from bot.looking_back.impact import edited_folders
from bot.rendering import as_text
from bot.storage import Store, UserKeys
from bot.understanding import Reader
from bot.understanding.reading import SignalHit, asked_for
from tests.conftest import ROOT, TODAY

KEYS = UserKeys(b"a key of the test's own")
TRAIN = asked_for("recommend", signals=(SignalHit(id="own_data", polarity="present", quote="zyzzyva"),))
TABLES = asked_for("recommend", signals=(SignalHit(id="tables", polarity="present"),))
VETTING = asked_for("vetting", roles=("ai-developer",))
TURNS_OWN_DATA = "signals:\n- id: own_data\n  weights: {ml-engineer: -2, data-scientist: 3}\n"


@dataclass
class House:
    """A knowledge folder and a log, and the bot at its desk."""

    folder: Path
    file: Path
    cache: Path

    def tell(self, *asked: tuple[str, object]) -> list[Advice]:
        """Answer readings of these people with the knowledge as it is now."""
        knowledge, store = load([self.folder]), Store(self.file)
        desk = Desk(knowledge, Reader(knowledge, cache=self.cache), store, KEYS, today=lambda: TODAY)
        told = [
            desk.answer_reading(reading, Asker("T1", user, "button", 0.0), "command").advice for user, reading in asked
        ]
        store.close()
        return told

    def call(self, *arguments: str) -> Result:
        env = {"WHICHROLE_DB": str(self.file), "WHICHROLE_KNOWLEDGE": str(self.folder)}
        return CliRunner().invoke(main, arguments, env=env, catch_exceptions=False)

    def edit(self, name: str, old: str, new: str) -> None:
        file = self.folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def overlay(self, text: str = TURNS_OWN_DATA) -> str:
        folder = self.file.parent / "over"
        folder.mkdir(exist_ok=True)
        (folder / "signals.yaml").write_text(text, encoding="utf-8")
        return str(folder)


@pytest.fixture
def house(tmp_path: Path) -> House:
    folder = Path(shutil.copytree(ROOT / "tests" / "tiny", tmp_path / "tiny"))
    return House(folder, tmp_path / "whichrole.db", tmp_path / "cache")


def test_an_answer_is_shown_as_it_was_told_and_as_the_same_now(house: House) -> None:
    (told,) = house.tell(("ada", TRAIN))
    result = house.call("replay", told.answer_id)
    assert result.exit_code == 0
    assert as_text(without_words(told)) in result.output
    assert f"The present knowledge, {told.knowledge_version}, says the same." in result.output
    assert "The role did not change: ml-engineer." in result.output
    assert "zyzzyva" not in result.output


def test_an_edit_shows_as_a_difference_and_as_another_role(house: House) -> None:
    (told,) = house.tell(("ada", TRAIN))
    house.edit("signals.yaml", "{ml-engineer: 2, ai-developer: -1.5, data-scientist: 0.5}", "{data-scientist: 3}")
    lines = house.call("replay", told.answer_id).output.splitlines()
    assert as_text(without_words(told)).splitlines()[0] in lines
    assert "--- told" in lines
    assert "+++ now" in lines
    assert any(line.startswith("-ML engineer. ") for line in lines)
    assert any(line.startswith("+Data scientist. ") for line in lines)
    assert not any(line.startswith(("-Answer ", "+Answer ")) for line in lines)
    assert "The role changed: ml-engineer then, data-scientist now." in lines


def test_the_record_of_a_replay(house: House) -> None:
    (told,) = house.tell(("ada", TRAIN))
    same = json.loads(house.call("replay", "--json", told.answer_id).output)
    assert set(same) == {"answer_id", "at", "knowledge_version", "role", "text", "now"}
    assert set(same["now"]) == {"answer_id", "knowledge_version", "role", "text", "same"}
    assert (same["answer_id"], same["role"], same["text"]) == (
        told.answer_id, "ml-engineer", as_text(without_words(told)),
    )  # fmt: skip
    assert same["now"] | {"same": True} == same["now"]
    assert same["now"]["answer_id"] == told.answer_id
    house.edit("wording.yaml", "greeting: Good day.", "greeting: Good morning.")
    other = json.loads(house.call("replay", "--json", told.answer_id).output)["now"]
    assert other["knowledge_version"] != told.knowledge_version
    assert other["answer_id"] != told.answer_id
    assert other["same"] is True, "an edit elsewhere leaves the text, but for the id, as it was"
    house.edit("signals.yaml", "said: it must learn from your data", "said: it learns from your data")
    other = json.loads(house.call("replay", "--json", told.answer_id).output)["now"]
    assert (other["same"], other["role"]) == (False, "ml-engineer")


def test_an_id_is_taken_as_it_was_misread(house: House) -> None:
    told = house.tell(*(("ada", asked_for(intent, roles=(role,)))
                        for intent in ("vetting", "define", "when_to_hire")
                        for role in ("ai-developer", "ml-engineer", "ai-engineer", "data-scientist")))  # fmt: skip
    misread = str.maketrans("01", "OL")
    assert any(advice.answer_id.translate(misread) != advice.answer_id for advice in told)
    for advice in told:
        typed = advice.answer_id.translate(misread).lower()
        assert json.loads(house.call("replay", "--json", typed).output)["answer_id"] == advice.answer_id


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["00000000"], 1, "No answer 00000000 is kept here"),
        (["0000"], 2, "'0000' is no ID of an answer"),
        (["UUUUUUUU"], 2, "stands at the end of each one"),
        ([], 2, "Give the ID of an answer, or --all"),
        (["00000000", "--all"], 2, "Give the ID of an answer, or --all"),
    ],
)
def test_what_cannot_be_replayed_is_told_with_what_to_do(
    house: House, arguments: list[str], code: int, said: str
) -> None:
    house.tell(("ada", TRAIN))
    result = house.call("replay", *arguments)
    assert result.exit_code == code
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


def test_without_a_log_both_say_so(house: House) -> None:
    for arguments in (["replay", "--all"], ["impact", house.overlay()]):
        result = house.call(*arguments)
        assert result.exit_code == 1
        assert "There is no database at" in result.stderr
        assert not house.file.exists()


def test_all_are_checked_and_those_of_earlier_knowledge_counted_apart(house: House) -> None:
    house.tell(("ada", TRAIN), ("bob", TABLES), ("cy", VETTING))
    house.edit("signals.yaml", "{ml-engineer: 2, ai-developer: -1.5, data-scientist: 0.5}", "{data-scientist: 3}")
    house.tell(("ada", TRAIN))
    result = house.call("replay", "--all", "--json")
    assert result.exit_code == 0
    counts = json.loads(result.output)
    told = {name: counts["present"][name] for name in ("answers", "identical", "different", "role_changed")}
    assert told == {"answers": 1, "identical": 1, "different": 0, "role_changed": 0}
    assert counts["earlier"]["answers"] == 3
    assert counts["earlier"]["role_changed"] == 1
    text = house.call("replay", "--all").output
    assert "the present one: 1 answer, 1 identical, 0 different, 0 with another role." in text
    assert "Of earlier knowledge: 3 answers" in text


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (
            "UPDATE advice SET reading = replace(reading, 'own_data', 'tables')",
            "Not identical, though the knowledge is",
        ),
        ("UPDATE advice SET advice = x'00'", "Kept by another version of whichrole"),
    ],
)
def test_a_row_that_does_not_come_out_the_same_ends_with_one(house: House, sql: str, said: str) -> None:
    (told,) = house.tell(("ada", TRAIN))
    store = Store(house.file)
    with store.db.conn:
        store.db.conn.execute(sql)
    store.close()
    result = house.call("replay", "--all")
    assert result.exit_code == 1
    assert f"{said}" in result.output
    assert told.answer_id in result.output


def test_an_empty_log_is_no_fault(house: House) -> None:
    house.tell()
    assert house.call("replay", "--all").exit_code == 0
    assert json.loads(house.call("impact", "--json", house.overlay()).output)["answers"] == 0


def test_the_impact_of_changes_laid_over(house: House) -> None:
    train, _, tables, _ = house.tell(("ada", TRAIN), ("bob", TRAIN), ("cy", TABLES), ("dan", VETTING))
    record = json.loads(house.call("impact", "--json", house.overlay()).output)
    (flip,) = record["flips"]
    assert (flip["answer_id"], flip["from"], flip["to"], flip["given"]) == (
        train.answer_id, "ml-engineer", "data-scientist", 2,
    )  # fmt: skip
    assert (record["answers"], record["role_changed"]) == (3, 1)
    assert set(record["changed_ids"]) - {tables.answer_id} == {train.answer_id}, (
        "tables: what would change it may differ"
    )
    assert record["flipped_asker_keys"] == sorted(KEYS.code("T1", user) for user in ("ada", "bob"))
    assert record["flipped_askers"] == 2
    text = house.call("impact", house.overlay()).output
    assert f"{train.answer_id}  ml-engineer -> data-scientist, given 2 times, last " in text
    assert "1 would name another role, told to 2 people" in text
    assert KEYS.code("T1", "ada") not in text


def test_a_whole_base_takes_the_place_of_the_present_one(house: House) -> None:
    (train,) = house.tell(("ada", TRAIN))
    other = House(Path(shutil.copytree(house.folder, house.file.parent / "other")), house.file, house.cache)
    assert json.loads(house.call("impact", "--json", str(other.folder)).output)["changed"] == 0
    other.edit("signals.yaml", "{ml-engineer: 2, ai-developer: -1.5, data-scientist: 0.5}", "{data-scientist: 3}")
    record = json.loads(house.call("impact", "--json", str(other.folder)).output)
    assert [(flip["answer_id"], flip["to"]) for flip in record["flips"]] == [(train.answer_id, "data-scientist")]


def test_the_folders_of_an_edit(house: House) -> None:
    own, base = Path("own"), Path("base")
    over = Path(house.overlay())
    assert edited_folders(over, (base, own)) == [base, own, over]
    assert edited_folders(house.folder, (base, own)) == [house.folder, own]


def test_what_earlier_knowledge_told_is_reported_apart(house: House) -> None:
    house.tell(("ada", TRAIN))
    house.edit("wording.yaml", "greeting: Good day.", "greeting: Good morning.")
    house.tell(("bob", TRAIN))
    record = json.loads(house.call("impact", "--json", house.overlay()).output)
    assert (record["answers"], record["earlier"]["answers"]) == (1, 1)
    assert (record["asker_keys"], record["earlier"]["asker_keys"]) == (
        [KEYS.code("T1", "bob")],
        [KEYS.code("T1", "ada")],
    )
    assert (
        "Told by earlier knowledge, which may differ for older reasons: 1 answer"
        in house.call("impact", house.overlay()).output
    )


def test_an_answer_that_never_arrived_was_told_to_nobody(house: House) -> None:
    house.tell(("ada", TRAIN))
    store = Store(house.file)
    store.mark_failed(1, "4F09AC")
    store.close()
    record = json.loads(house.call("impact", "--json", house.overlay()).output)
    assert [flip["given"] for flip in record["flips"]] == [0]
    assert (record["askers"], record["asker_keys"]) == (0, [])


def test_faults_of_the_edit_are_listed_as_check_lists_them(house: House) -> None:
    house.tell(("ada", TRAIN))
    over = house.overlay("signals:\n- id: own_data\n  nonsense: 1\n")
    result, checked = house.call("impact", over), house.call("check", str(house.folder), over)
    assert (result.exit_code, checked.exit_code) == (1, 1)
    assert result.stdout == checked.stdout
    assert "signals.yaml:3: 'nonsense' is not a field here" in result.stdout
    assert "was taken for changes of the present knowledge" in " ".join(result.stderr.split())


@pytest.mark.parametrize(("name", "said"), [("nowhere", "does not exist"), ("whichrole.db", "is a file")])
def test_an_edit_that_is_no_folder_is_told_by_its_name(house: House, name: str, said: str) -> None:
    house.tell(("ada", TRAIN))
    result = house.call("impact", str(house.file.parent / name))
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert name in result.stderr
    assert "Traceback" not in result.output


def test_a_database_of_something_else_is_told_with_what_to_do(house: House) -> None:
    house.file.write_text("this is no database, only a text", encoding="utf-8")
    for arguments in (["replay", "--all"], ["replay", "00000000"], ["impact", house.overlay()]):
        result = house.call(*arguments)
        assert result.exit_code == 1
        assert "is not a whichrole database. Set WHICHROLE_DB." in " ".join(result.stderr.split())
