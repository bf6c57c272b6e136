"""The command words: found with a slip of the finger, and never in a question."""

from __future__ import annotations

import pytest

from bot.listeners.verbs import BRIEF, COMPARE, FORGET, HELP, PRIVACY, START, STATS, roles_named, verb_of

VERBS = {
    "": (HELP, ""),
    "?": (HELP, ""),
    "Help": (HELP, ""),
    "help!": (HELP, ""),
    "hlep": (HELP, ""),
    "<@U0WHICHROLE> help": (HELP, ""),
    "start": (START, ""),
    "strat": (START, ""),
    "privacy.": (PRIVACY, ""),
    "forget me": (FORGET, ""),
    "forget-me": (FORGET, ""),
    "stats": (STATS, ""),
    "brief": (BRIEF, ""),
    "brief: a chatbot on our handbook": (BRIEF, "a chatbot on our handbook"),
    "compare AI engineer, ML engineer": (COMPARE, "AI engineer, ML engineer"),
}
QUESTIONS = (
    "help me decide between an ai engineer and an ml engineer",
    "start with which role?",
    "which role do we need?",
    "what do you keep about me?",
    "comparing roles",
    "briefly, what is an AI engineer?",
    "statistics or machine learning?",
)
COMPARED = {
    "AI engineer, ML engineer": (("ai-engineer", "ml-engineer"), ()),
    "ai enginer vs ml enginer": (("ai-engineer", "ml-engineer"), ()),
    "data scientist ml engineer ai developer": (("data-scientist", "ml-engineer", "ai-developer"), ()),
    "mlops and prompt": (("mlops-engineer", "prompt-engineer"), ()),
    "an AI developer": (("ai-developer",), ()),
    "AI engineer, plumber": (("ai-engineer",), ("plumber",)),
    "": ((), ()),
}


@pytest.mark.parametrize(("text", "verb"), VERBS.items(), ids=VERBS.keys())
def test_a_command_word_is_found(text, verb):
    assert verb_of(text) == verb


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_is_none(text):
    assert verb_of(text) is None


@pytest.mark.parametrize(("rest", "found"), COMPARED.items(), ids=[text or "nothing" for text in COMPARED])
def test_names_of_roles_are_completed(rest, found, reader, knowledge):
    assert roles_named(rest, reader, knowledge) == found


def test_a_slip_that_could_be_two_commands_is_none():
    assert verb_of("stat") is None
    assert verb_of("forgetm") == (FORGET, "")
