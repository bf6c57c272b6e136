"""A company's folder over ours: it changes fields, adds entries, hides some, and is checked like everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge import inspect, load, packaged_folder


@pytest.fixture
def over(tmp_path: Path) -> Path:
    """An empty folder to lay over the invented knowledge."""
    folder = tmp_path / "company"
    folder.mkdir()
    return folder


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_a_field_is_changed_and_the_others_stay(folder: Path, over: Path) -> None:
    write(over, "roles/ai-engineer.yaml", "id: ai-engineer\ncontact: Dana Weiss in the people team\n")
    before, after = load([folder]), load([folder, over])
    role = after.roles["ai-engineer"]
    assert role.contact == "Dana Weiss in the people team"
    assert role.definition == before.roles["ai-engineer"].definition
    assert before.version != after.version


def test_a_writer_is_added_to_an_intent(folder: Path, over: Path) -> None:
    write(over, "intents/define.yaml", "id: define\nutterances:\n  us:\n  - what on earth is that role\n")
    before, after = load([folder]).intents["define"], load([folder, over]).intents["define"]
    assert set(after.utterances) == {*before.utterances, "us"}


def test_a_hidden_entry_is_gone_with_all_that_names_it(folder: Path, over: Path) -> None:
    hidden = next(role for role in load([folder]).roles if role != "ai-developer")
    write(over, f"roles/{hidden}.yaml", f"id: {hidden}\nhide: true\n")
    knowledge, faults = inspect([folder, over])
    assert faults == []
    assert knowledge is not None
    assert hidden not in knowledge.roles
    assert hidden not in knowledge.prior
    assert all(hidden not in pair for pair in knowledge.pairs)
    assert all(hidden not in signal.weights for signal in knowledge.signals.values())
    assert all(hidden not in role.neighbours for role in knowledge.roles.values())


@pytest.mark.parametrize("hidden", ["ai-developer", "ai-engineer", "research-scientist"])
def test_any_role_of_ours_can_be_hidden(hidden: str, over: Path) -> None:
    write(over, f"roles/{hidden}.yaml", f"id: {hidden}\nhide: true\n")
    knowledge, faults = inspect([packaged_folder(), over])
    assert faults == []
    assert knowledge is not None
    assert hidden not in knowledge.roles
    assert hidden not in knowledge.briefs
    assert all(term.owner_role != hidden for term in knowledge.glossary.values())


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("'Oops } give {reference}'", "has a brace without its partner"),
        ("'Oops, give {reference'", "has a brace without its partner"),
        ("'Oops, give {refrence}'", "has {refrence}, which the program does not fill in"),
        ("'Oops.'", "lost its {reference}"),
    ],
)
def test_braces_that_the_program_cannot_fill_are_a_fault(sentence: str, told: str, folder: Path, over: Path) -> None:
    write(over, "wording.yaml", f"failure: {sentence}\n")
    (fault,) = inspect([folder, over])[1]
    assert fault.line == 1
    assert told in fault.text


def test_a_fault_is_told_where_the_company_wrote_it(folder: Path, over: Path) -> None:
    write(over, "roles/ai-engineer.yaml", "id: ai-engineer\ncontact: us\nneighbours: [ml-enginer]\ncolour: red\n")
    faults = [str(fault) for fault in inspect([folder, over])[1]]
    assert [fault.split("company/", 1)[1] for fault in faults] == [
        "roles/ai-engineer.yaml:3: there is no roles entry 'ml-enginer'; did you mean 'ml-engineer'?",
        "roles/ai-engineer.yaml:4: 'colour' is not a field here; remove it or correct its name",
    ]


def test_an_entry_of_its_own_must_be_whole(folder: Path, over: Path) -> None:
    write(over, "glossary.yaml", "- id: moat\n  term: Moat\n")
    faults = [fault.text for fault in inspect([folder, over])[1]]
    assert "'meaning' is missing" in faults
    assert "'owner_role' is missing" in faults


def test_only_the_fields_named_change_and_the_version_with_them(folder: Path, over: Path) -> None:
    term = "- {id: rag, term: Rag, meaning: {text: Ours., evidence: [P-1]}, why: Ours., owner_role: ml-engineer}\n"
    write(over, "glossary.yaml", term)
    plain, laid = load([folder]), load([folder, over])
    assert plain.glossary["rag"].why != laid.glossary["rag"].why == "Ours."
    assert laid.glossary["rag"].aliases == plain.glossary["rag"].aliases  # a field not named stays
    assert laid.glossary["drift"] == plain.glossary["drift"]
    assert (laid.roles, laid.pairs, laid.wording) == (plain.roles, plain.pairs, plain.wording)
    assert list(laid.glossary) == ["rag", "drift"]
    assert laid.version != plain.version


def test_one_sentence_may_be_said_differently(folder: Path, over: Path) -> None:
    write(over, "wording.yaml", "greeting: Ahoy.\n")
    wording = load([folder, over]).wording
    assert (wording["greeting"], wording["help_lead"]) == ("Ahoy.", "I name roles.")


def test_one_signal_may_be_added(folder: Path, over: Path) -> None:
    signal = "- {id: loud, owner: us, reviewed: 2026-01-02, axis: team, label: L, said: s, absent: a, question: Q?,"
    write(over, "signals.yaml", f"signals:\n{signal} evidence: [P-1], phrases: [loud]}}\n")
    knowledge = load([folder, over])
    assert {"loud", "own_data"} <= set(knowledge.signals)
    assert knowledge.prior == load([folder]).prior
