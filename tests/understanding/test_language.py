"""The language of a message: no English taken for foreign, and foreign ones recognised."""

from __future__ import annotations

import random
import statistics
import time
from pathlib import Path

import pytest
import yaml

from bot.knowledge import Knowledge
from bot.understanding.language import language_of

SENTENCES: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "languages.yaml").read_text(encoding="utf-8"))
LANGUAGES = ("de", "fr", "es", "pt", "it", "nl", "pl", "tr", "ru", "uk", "zh", "ja", "ko", "ar", "hi")
MOST_MISSED = 1  # of fifteen
LOOK_ALIKES = str.maketrans("aoecpxyiABEHKMOPCTX", "аоесрхуіАВЕНКМОРСТХ")


@pytest.fixture(scope="module")
def english(knowledge: Knowledge) -> list[str]:
    texts = [text for i in knowledge.intents.values() for group in i.utterances.values() for text in group]
    assert len(texts) > 3_000
    return texts


def foreign(texts: list[str]) -> list[tuple[str, str]]:
    return [(language_of(text), text) for text in texts if language_of(text) != "en"]


def test_no_english_message_is_taken_for_foreign(english: list[str]) -> None:
    assert foreign(english) == []


def test_nor_one_with_look_alike_letters(english: list[str]) -> None:
    assert foreign([text.translate(LOOK_ALIKES) for text in english]) == []


def test_nor_one_in_capitals_or_without_its_punctuation(english: list[str]) -> None:
    assert foreign([text.upper() for text in english]) == []
    assert foreign(["".join(char for char in text if char.isalnum() or char.isspace()) for text in english]) == []


def test_nor_one_with_a_typo_in_every_third_word(english: list[str]) -> None:
    assert len(foreign([misspelt_here_and_there(text) for text in english])) <= len(english) / 1_000


def misspelt_here_and_there(text: str) -> str:
    chance = random.Random(text)
    return " ".join(misspelt(word, chance) if chance.random() < 1 / 3 else word for word in text.split())


def misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + chance.choice(["", word[at] * 2, chance.choice("abcdefghijklmnopqrstuvwxyz")]) + word[at + 1 :]


@pytest.mark.parametrize("text", SENTENCES["mixed"])
def test_english_with_foreign_names_and_words_is_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "?", "1234", "😀", "¯\\_(ツ)_/¯", "µ π Ω", "RAG", "mlops salary?", "de vs ds", "ai dev cost in Berlin",
        "Ludwig van Beethoven", "Oscar de la Rosa y Garcia", "San Juan de la Cruz", "c'est la vie", "hasta la vista",
        "hire in São Paulo, Córdoba, Łódź, Zürich", "ai eng @ Société Générale", "vice versa", "résumé vs cv vs café",
        "translate: wir suchen einen ML engineer, der das betreibt",
        "> wir suchen jemanden, der unsere Modelle betreibt und pflegt\nis this what you call an MLOps engineer?",
    ],
)  # fmt: skip
def test_english_when_unsure(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_are_recognised(language: str) -> None:
    assert len(SENTENCES[language]) == 15
    missed = [(language_of(text), text) for text in SENTENCES[language] if language_of(text) != language]
    assert len(missed) <= MOST_MISSED, missed
    assert {found for found, _ in missed} <= {"en"}


def test_capitals_and_decomposed_letters_change_nothing() -> None:
    assert language_of("İSTANBUL'DA BİR VERİ MÜHENDİSİ NE KADAR KAZANIYOR") == "tr"
    assert language_of("WIR SUCHEN JEMANDEN, DER DAS KANN") == "de"
    assert language_of("ｗｉｒ ｓｕｃｈｅｎ ｊｅｍａｎｄｅｎ， ｄｅｒ ｄａｓ ｋａｎｎ") == "de"
    assert language_of("wie fu\u0308r einen Anfa\u0308nger ko\u0308nnen wir das lo\u0308sen") == "de"


@pytest.mark.parametrize(
    ("text", "language"), [("привет", "ru"), ("你好", "zh"), ("こんにちは", "ja"), ("مرحبا", "ar")]
)
def test_one_word_in_another_script_is_enough(text: str, language: str) -> None:
    assert language_of(text) == language


def test_it_takes_no_time(english: list[str]) -> None:
    everything = [*english, *(text for texts in SENTENCES.values() for text in texts)]
    long = [(" ".join(texts) * 9)[:2_500] for texts in (*SENTENCES.values(), english)]
    assert {len(text) for text in long} == {2_500}
    assert statistics.median(map(milliseconds, everything)) < 0.2
    assert statistics.median(map(milliseconds, long)) < 2


def milliseconds(text: str) -> float:
    start = time.perf_counter()
    language_of(text)
    return (time.perf_counter() - start) * 1000
