"""What is not answered: other people's business, other languages, more questions than three."""

from __future__ import annotations

from datetime import date

import pytest

from bot.advisor import Advice, Conversation, advise
from bot.advisor.general import MOST_NEAR, NEAR_LEAST
from bot.knowledge import Knowledge
from bot.understanding import Reader
from bot.understanding.reading import Reading, Scored, asked_for

ON = date(2026, 11, 21)
STARTERS = ["recommend", "compare-start", "help"]
FOREIGN = {
    "de": "Wir suchen jemanden, der unsere Modelle betreibt",
    "fr": "Combien coûte un data scientist pour notre équipe ?",
    "es": "¿Cuánto cuesta contratar a un ingeniero de datos para nuestra empresa?",
    "ru": "Сколько стоит нанять инженера по машинному обучению?",
    "zh": "我们需要一个机器学习工程师",
    "ja": "機械学習エンジニアを雇うべきですか",
    "ar": "نريد توظيف مهندس تعلم آلي لفريقنا",
}


def outside(*ranked: tuple[str, float], roles: tuple[str, ...] = ()) -> Reading:
    intents = tuple(Scored(intent=intent, probability=chance) for intent, chance in ranked)
    return Reading(intents=intents, verdict="outside", roles=roles)


def answer(text: str, reader: Reader, knowledge: Knowledge) -> Advice:
    return advise(reader.read(text), Conversation(), knowledge, on=ON)


def test_the_nearest_entries_are_offered(knowledge: Knowledge) -> None:
    reading = outside(("out_of_scope", 0.6), ("cost", 0.2), ("chitchat", 0.1), ("tools", 0.06), ("skills", 0.05))
    advice = advise(reading, Conversation(), knowledge, on=ON)
    assert (advice.outcome, advice.intents, advice.role) == ("decline", ("out_of_scope",), None)
    assert [step.id for step in advice.steps] == ["cost", "tools", *STARTERS]
    assert [step.label for step in advice.steps[:2]] == [knowledge.intents[id_].title for id_ in ("cost", "tools")]
    assert MOST_NEAR == 2


def test_what_is_not_near_is_not_offered(knowledge: Knowledge) -> None:
    reading = outside(("out_of_scope", 0.9), ("cost", NEAR_LEAST - 0.01))
    assert [step.id for step in advise(reading, Conversation(), knowledge, on=ON).steps] == STARTERS


def test_nothing_is_offered_twice(knowledge: Knowledge) -> None:
    reading = outside(("out_of_scope", 0.6), ("recommend", 0.2), ("help", 0.1))
    assert [step.id for step in advise(reading, Conversation(), knowledge, on=ON).steps] == STARTERS


@pytest.mark.parametrize(
    "text",
    ["should I fire our ML engineer for being late?", "is the data scientist single?",
     "my ML engineer colleague is pregnant, can I fire her?"],
)  # fmt: skip
def test_with_a_role_named_people_are_pointed_to_and_nothing_is_defined(
    text: str, reader: Reader, knowledge: Knowledge
) -> None:
    advice = answer(text, reader, knowledge)
    assert (advice.outcome, advice.intents) == ("decline", ("out_of_scope",))
    assert advice.reading.roles
    assert advice.sections[0].lines[0].text == knowledge.wording["people_matter"]
    assert [step.id for step in advice.steps] == STARTERS
    (role,) = advice.reading.roles
    said = " ".join(line.text for section in advice.sections for line in section.lines) + advice.lead.text
    assert knowledge.roles[role].definition.text not in said
    assert advice.sources == ()


def test_without_a_role_nobody_is_pointed_to(reader: Reader, knowledge: Knowledge) -> None:
    advice = answer("who won the match yesterday", reader, knowledge)
    assert advice.outcome == "decline"
    assert [section.title for section in advice.sections] == ["What I can answer"]


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_is_answered_in_that_language(language: str, reader: Reader, knowledge: Knowledge) -> None:
    advice = answer(FOREIGN[language], reader, knowledge)
    assert advice.reading.language == language
    assert (advice.outcome, advice.intents) == ("decline", ("out_of_scope",))
    assert advice.lead.text == knowledge.wording[f"english_only_{language}"]
    assert [line.text for line in advice.sections[0].lines] == [knowledge.wording["english_only"]]
    assert [step.id for step in advice.steps] == STARTERS


def test_a_language_without_words_of_its_own_is_answered_in_english(reader: Reader, knowledge: Knowledge) -> None:
    advice = answer("Θέλουμε να προσλάβουμε έναν μηχανικό για την ομάδα μας", reader, knowledge)
    assert (advice.reading.language, advice.outcome) == ("el", "decline")
    assert (advice.lead.text, advice.sections) == (knowledge.wording["english_only"], ())


def test_another_language_is_declined_in_a_conversation_too(reader: Reader, knowledge: Knowledge) -> None:
    before = Conversation(intent="cost", roles=("ai-engineer",))
    advice = advise(reader.read(FOREIGN["de"]), before, knowledge, on=ON)
    assert (advice.outcome, advice.intents) == ("decline", ("out_of_scope",))


def test_every_language_that_is_told_apart_has_its_words(knowledge: Knowledge) -> None:
    named = {name.removeprefix("english_only_") for name in knowledge.wording if name.startswith("english_only_")}
    assert named == {"de", "fr", "es", "pt", "it", "nl", "pl", "tr", "ru", "uk", "zh", "ja", "ko", "ar", "hi"}
    assert len({knowledge.wording[f"english_only_{language}"] for language in named}) == len(named)


def test_a_word_is_said_on_what_was_asked_beyond_three(reader: Reader, knowledge: Knowledge) -> None:
    text = "What does an AI engineer cost? Which skills do they need? What do I ask in the interview?"
    three, four = answer(text, reader, knowledge), answer(f"{text} Which tools do they use?", reader, knowledge)
    rest = knowledge.wording["asked_more"]
    assert four.sections[-1].lines[0].text == rest
    assert four.intents == three.intents == ("cost", "skills", "vetting")
    assert all(line.text != rest for section in three.sections for line in section.lines)


def test_further_answers_stand_in_the_order_asked(knowledge: Knowledge) -> None:
    reading = asked_for("cost", roles=("ml-engineer",)).model_copy(update={"also": ("skills", "vetting")})
    advice = advise(reading, Conversation(), knowledge, on=ON)
    titles = [section.title for section in advice.sections]
    assert titles.index("What an ML engineer must know") < titles.index("Interviewing an ML engineer")
