"""Loading: all faults at once and each in its place, overlays, frozen values, and a version that is the content's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import pytest
from pydantic import ValidationError

from bot.errors import KnowledgeError
from bot.knowledge import Knowledge, inspect, load

Plant = Callable[[Path], None]


def replace(file: str, old: str, new: str) -> Plant:
    def plant(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


def write(file: str, text: str | bytes) -> Plant:
    return lambda folder: _put(folder / file, text.encode() if isinstance(text, str) else text)


def _put(file: Path, data: bytes) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)


def faults_of(folder: Path, *more: Path) -> list[str]:
    knowledge, faults = inspect([folder, *more])
    assert (knowledge is None) == bool(faults)
    return [f"{fault.file.relative_to(folder.parent).as_posix()}:{fault.line}: {fault.text}" for fault in faults]


def test_the_invented_folder_loads(folder: Path) -> None:
    assert faults_of(folder) == []


# what is planted -> the one fault that must be reported
PLANTED: dict[str, tuple[Plant, str]] = {
    "repeated key": (
        replace("roles/ai-engineer.yaml", "coverage: named\n", "coverage: named\ntitle: another\n"),
        "roles/ai-engineer.yaml:5: the key 'title' stands here a second time; remove one of the two",
    ),
    "unknown field": (
        replace("disputes.yaml", "  position: Start from no.", "  opinion: none\n  position: Start from no."),
        "disputes.yaml:10: 'opinion' is not a field here; remove it or correct its name",
    ),
    "unknown field inside a list": (
        replace("hiring.yaml", "{text: What data is there?,", "{txt: What, text: What data is there?,"),
        "hiring.yaml:8: 'points.0.txt' is not a field here; remove it or correct its name",
    ),
    "missing field": (
        replace("glossary.yaml", "  why: Somebody has to watch it.\n", ""),
        "glossary.yaml:9: 'why' is missing",
    ),
    "number for text": (
        replace("sources.yaml", "date: '2026-02-01'", "date: 2026"),
        "sources.yaml:4: 'date' must be text; put quotes around 2026",
    ),
    "text for a number": (
        replace("signals.yaml", "{ai-engineer: 2,", "{ai-engineer: much,"),
        "signals.yaml:34: 'weights.ai-engineer': Input should be a valid number",
    ),
    "no evidence": (
        replace("roles/data-scientist.yaml", "evidence: [Q-1]", "evidence: []"),
        "roles/data-scientist.yaml:8: 'definition.evidence': Tuple should have at least 1 item",
    ),
    "one side only": (
        replace("disputes.yaml", "  - text: Yes, a developer trains as well.\n    evidence: [Q-2]\n", ""),
        "disputes.yaml:5: 'sides': Tuple should have at least 2 items",
    ),
    "dangling evidence": (
        replace("glossary.yaml", "hands passages to a model., evidence: [P-1]", "hands passages., evidence: [P-11]"),
        "glossary.yaml:6: there is no evidence entry 'P-11'; did you mean 'P-1'?",
    ),
    "dangling role": (
        replace("glossary.yaml", "owner_role: ml-engineer", "owner_role: ml-enginer"),
        "glossary.yaml:15: there is no roles entry 'ml-enginer'; did you mean 'ml-engineer'?",
    ),
    "dangling role of a weight": (
        replace("signals.yaml", "{ai-engineer: 2,", "{ai-enginee: 2,"),
        "signals.yaml:34: there is no roles entry 'ai-enginee'; did you mean 'ai-engineer'?",
    ),
    "dangling role of a prior": (
        replace("signals.yaml", "prior: {ai-developer: 0.5,", "prior: {plumber: 0.5,"),
        "signals.yaml:1: there is no roles entry 'plumber'",
    ),
    "dangling fact that makes a question pointless": (
        replace("signals.yaml", "  question: Must it learn", "  not_if: [ready_mode]\n  question: Must it learn"),
        "signals.yaml:10: there is no signals entry 'ready_mode'; did you mean 'ready_model'?",
    ),
    "dangling fact without which a question is pointless": (
        write(
            "questions.yaml",
            "- id: q\n  owner: us\n  reviewed: 2026-01-01\n  text: Which?\n  evidence: [P-1]\n"
            "  answers: [{label: A, facts: [tables]}, {label: B, facts: [own_data]}]\n  not_without: [goes_liv]\n",
        ),
        "questions.yaml:7: there is no signals entry 'goes_liv'; did you mean 'goes_live'?",
    ),
    "dangling dispute": (
        replace("signals.yaml", "contested: [D01]", "contested: [D02]"),
        "signals.yaml:12: there is no disputes entry 'D02'; did you mean 'D01'?",
    ),
    "dangling intent": (
        replace("hiring.yaml", "intent: vetting", "intent: veting"),
        "hiring.yaml:14: there is no intents entry 'veting'; did you mean 'vetting'?",
    ),
    "nothing alike": (
        replace("evidence/Q.yaml", "source: Q, where: page 1", "source: zzz, where: page 1"),
        "evidence/Q.yaml:1: there is no sources entry 'zzz'",
    ),
    "duplicate id": (
        replace("glossary.yaml", "- id: drift", "- id: rag"),
        "glossary.yaml:9: the id 'rag' is already used at glossary.yaml:1",
    ),
    "duplicate id across files": (
        replace("evidence/Q.yaml", "{id: Q-1,", "{id: P-3,"),
        "evidence/Q.yaml:1: the id 'P-3' is already used at P.yaml:3",
    ),
    "duplicate alias": (
        replace("roles/ml-engineer.yaml", "[machine learning engineer, mle]", "[AI  Dev, mle]"),
        "roles/ml-engineer.yaml:5: the alias 'AI  Dev' already belongs to ai-developer",
    ),
    "duplicate utterance": (
        replace("intents/help.yaml", '"commands"', '"Book me a  flight"'),
        "intents/out_of_scope.yaml:7: the utterance 'book me a flight' already stands under help",
    ),
    "duplicate utterance of one intent": (
        replace("intents/help.yaml", '"commands"', '"help"'),
        "intents/help.yaml:13: the utterance 'help' already stands under help",
    ),
    "unbalanced brackets": (
        replace("signals.yaml", "[urgent, asap]", '[urgent, "(asap|soon"]'),
        "signals.yaml:57: the brackets of '(asap|soon' do not match",
    ),
    "glued brackets": (
        replace("signals.yaml", "[urgent, asap]", '[urgent, "(as)(soon|fast) as"]'),
        "signals.yaml:57: a space is missing behind a bracket of '(as)(soon|fast) as'",
    ),
    "a word glued to a bracket": (
        replace("signals.yaml", "[urgent, asap]", '[urgent, "(as|so)soon as"]'),
        "signals.yaml:57: a space is missing behind a bracket of '(as|so)soon as'",
    ),
    "unknown stage": (
        replace("signals.yaml", "  label: It goes live\n", "  label: It goes live\n  stage: someday\n"),
        "signals.yaml:31: 'stage': ",
    ),
    "missing sentence for another language": (
        replace(
            "wording.yaml", "english_only: I only understand English so far. Please ask me again in English.\n", ""
        ),
        "wording.yaml:1: the sentence 'english_only' is missing",
    ),
    "stray file": (
        write("roles/more/deep.yml", "a: 1\n"),
        "roles/more/deep.yml:1: no such file is expected here; see knowledge/README.md for the names",
    ),
    "empty file": (write("faq.yaml", "# nothing yet\n"), "faq.yaml:1: the file is empty"),
    "not a list": (write("faq.yaml", "id: x\n"), "faq.yaml:1: a list of entries is expected here"),
    "a list where one entry is due": (
        write("roles/extra.yaml", "- id: x\n"),
        "roles/extra.yaml:1: an entry with named fields is expected here",
    ),
    "not UTF-8": (write("faq.yaml", b"- id: \xe4\n"), "faq.yaml:1: this file is not UTF-8 text; save it as UTF-8"),
    "bad YAML": (write("faq.yaml", "- id: [x\n- y: z\n"), "faq.yaml:2: cannot be read: "),
    "missing sentence": (
        replace("wording.yaml", "failure: Something broke; give reference {reference}.\n", ""),
        "wording.yaml:1: the sentence 'failure' is missing",
    ),
    "empty sentence": (
        replace("wording.yaml", "greeting: Good day.", "greeting: ' '"),
        "wording.yaml:1: 'greeting' must be text",
    ),
}


@pytest.mark.parametrize("phrase", ["(asap|soon) please", "train(ing|s) it", "(as)s it is", "a (b c) ... (d|e)"])
def test_brackets_that_stand_well_are_no_fault(phrase: str, folder: Path) -> None:
    replace("signals.yaml", "[urgent, asap]", f'[urgent, "{phrase}"]')(folder)
    assert faults_of(folder) == []


@pytest.mark.parametrize("stage", ["idea", "prototype", "live", "scaling"])
def test_a_signal_may_tell_the_stage(stage: str, folder: Path) -> None:
    replace("signals.yaml", "  label: It goes live\n", f"  label: It goes live\n  stage: {stage}\n")(folder)
    signals = load([folder]).signals
    assert {id_: signal.stage for id_, signal in signals.items() if signal.stage} == {"goes_live": stage}


@pytest.mark.parametrize("name", PLANTED)
def test_one_fault_is_reported_where_it_stands_and_nothing_else(name: str, folder: Path) -> None:
    plant, expected = PLANTED[name]
    plant(folder)
    found = faults_of(folder)
    assert [fault for fault in found if fault.startswith(f"tiny/{expected}")], found
    knock_on = [fault for fault in found if not fault.startswith(f"tiny/{expected}") and "there is no" not in fault]
    assert knock_on == []


def test_all_faults_are_reported_at_once_in_the_order_of_the_files(folder: Path) -> None:
    names = ("repeated key", "missing field", "dangling dispute", "dangling intent", "duplicate alias", "stray file")
    names += ("duplicate utterance", "not UTF-8", "missing sentence", "dangling role of a prior", "nothing alike")
    for name in names:
        PLANTED[name][0](folder)
    found = faults_of(folder)
    for name in names:
        assert any(fault.startswith(f"tiny/{PLANTED[name][1]}") for fault in found), (name, found)
    places = [(fault.split(":")[0], int(fault.split(":")[1])) for fault in found]
    assert places == sorted(places)
    with pytest.raises(KnowledgeError) as caught:
        load([folder])
    assert len(caught.value.faults) == len(found)
    assert f"{len(found)} faults" in str(caught.value)


@pytest.mark.parametrize("name", ["wording.yaml", "signals.yaml"])
def test_a_missing_file_is_a_fault(name: str, folder: Path) -> None:
    (folder / name).unlink()
    assert f"tiny/{name}:1: this file is missing" in faults_of(folder)


def test_a_missing_folder_is_a_fault(folder: Path) -> None:
    assert faults_of(folder, folder.parent / "nowhere") == ["nowhere:1: there is no such folder"]


@pytest.mark.parametrize("text", ["[a, b]\n", "no prior here\n", "42\n"])
@pytest.mark.parametrize("name", ["wording.yaml", "signals.yaml"])
def test_a_misshapen_file_is_a_fault_and_no_crash(name: str, text: str, folder: Path) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert any(fault.startswith(f"tiny/{name}:1: ") for fault in faults_of(folder))


@pytest.mark.parametrize("prior", ["{ai-developer: much}", "{ai-developer: null}", "{ai-developer: [1]}"])
def test_a_prior_that_is_no_number_is_a_fault(prior: str, folder: Path) -> None:
    text = (folder / "signals.yaml").read_text(encoding="utf-8").split("\n", 1)[1]
    (folder / "signals.yaml").write_text(f"prior: {prior}\n{text}", encoding="utf-8")
    assert [fault for fault in faults_of(folder) if fault.startswith("tiny/signals.yaml:1: ")]


def test_nothing_can_be_changed_after_loading(folder: Path) -> None:
    knowledge = load([folder])
    with pytest.raises(ValidationError, match="frozen"):
        knowledge.roles["ai-developer"].title = "x"
    with pytest.raises(AttributeError):
        knowledge.version = "x"  # type: ignore[misc]
    for name in ("sources", "evidence", "roles", "pairs", "prior", "signals", "disputes", "topics", "glossary"):
        assert isinstance(getattr(knowledge, name), MappingProxyType), name
    with pytest.raises(TypeError):
        knowledge.wording["greeting"] = "x"  # type: ignore[index]


def test_nor_can_what_stands_inside_an_entry(folder: Path) -> None:
    knowledge = load([folder])
    with pytest.raises(TypeError):
        knowledge.signals["own_data"].weights["ml-engineer"] = 5.0  # type: ignore[index]
    with pytest.raises(TypeError):
        knowledge.intents["help"].utterances["anna"] = ()  # type: ignore[index]


def version_of(folder: Path) -> str:
    knowledge: Knowledge = load([folder])
    return knowledge.version


def test_the_version_changes_with_the_content_only(folder: Path, tmp_path: Path) -> None:
    first = version_of(folder)
    assert len(first) == 12
    moved = folder.rename(tmp_path / "elsewhere")
    (moved / "sources.yaml").touch()
    (moved / "notes.txt").write_text("not knowledge", encoding="utf-8")
    assert version_of(moved) == first
    with (moved / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert version_of(moved) != first
