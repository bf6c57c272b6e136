"""Three role briefs from message to Markdown, held against kept copies, and the form that every brief has.

The copies stand in `golden/briefs`. After a wanted change of the knowledge, the reader or the rendering run
`WHICHROLE_RENEW_GOLDEN=1 make test` (or pytest on this file), and read the briefs as a manager would before you keep
them. The answer id and the version of the knowledge are blanked.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.advisor import Advice
from bot.advisor.document import wishing_a_brief
from bot.answering import Answerer
from bot.knowledge import Knowledge
from bot.rendering.brief import as_brief, file_name, is_brief
from bot.understanding import Reader
from bot.understanding.reading import SignalHit, asked_for

GOLDEN = Path(__file__).resolve().parent / "golden" / "briefs"
ON = date(2026, 11, 21)
MESSAGES = {
    "assistant-at-a-start-up": (
        "ai-developer",
        "We are a start-up of 30 people. Customers keep asking us the same things, so we want a RAG assistant that "
        "answers from our help centre and our PDFs, with citations, on top of GPT or Claude. We don't want to train "
        "anything. Nothing is built yet.",
    ),
    "fraud-model-at-a-bank": (
        "ml-engineer",
        "We are a bank and want to catch fraudulent card payments in real time. We have five years of labelled "
        "transactions and want to train our own model. We must be able to explain each refusal to the auditors.",
    ),
    "prototype-gone-live-at-a-retailer": (
        "ai-engineer",
        "We are a retailer with 4,000 staff. Our developers built a prototype of a shopping assistant on the OpenAI "
        "API; it went live in the app last month and customers use it every day. Now it is slow, it makes things up, "
        "and nobody knows what it costs or who is on call.",
    ),
}
HEADINGS = [
    "The problem", "Role and alternatives considered", "What would change the choice", "Assumptions", "Must have",
    "Not needed", "Outcomes in the first 90 days", "Interview plan", "Questions for every candidate", "Scoring sheet",
    "Work sample", "Pay", "Legal cautions", "Advert draft", "Open questions", "Sources",
]  # fmt: skip
# words that shut people out of an advert, by the register's advice on neutral wording and inflated lists
SHUTTING_OUT = re.compile(
    r"\b(?:he|she|his|her|him|guys?|m[ae]n|manpower|chairman|ninja|rockstar|rock star|guru|wizard|hacker|superstar|"
    r"young|youthful|energetic|digital native|native speaker|recent graduate|aggressive|dominant|work hard,? play hard|"
    r"family|years? of experience|degree)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def answerer(knowledge: Knowledge, reader: Reader) -> Answerer:
    return Answerer(knowledge, reader, ON)


@pytest.fixture(scope="module")
def briefs(answerer: Answerer) -> dict[str, Advice]:
    read = answerer.reader.read
    return {name: answerer.advice_on(wishing_a_brief(read(text))) for name, (_, text) in MESSAGES.items()}


def part(markdown: str, title: str) -> str:
    return markdown.split(f"\n## {title}\n")[1].split("\n## ")[0].strip()


def rows_of(markdown: str) -> list[list[str]]:
    table = [line for line in part(markdown, "Scoring sheet").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


@pytest.mark.parametrize("name", MESSAGES)
def test_briefs_read_as_they_did(name: str, briefs: dict[str, Advice]) -> None:
    advice = briefs[name]
    assert (advice.outcome, advice.role) == ("answer", MESSAGES[name][0])
    made = as_brief(advice.model_copy(update={"answer_id": "00000000", "knowledge_version": "000000000000"}))
    file = GOLDEN / f"{name}.md"
    if os.environ.get("WHICHROLE_RENEW_GOLDEN") == "1":
        file.write_text(made, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == made


def test_no_golden_brief_is_forgotten() -> None:
    assert {file.stem for file in GOLDEN.iterdir()} == set(MESSAGES)


@pytest.mark.parametrize("name", MESSAGES)
def test_the_same_message_gives_the_same_bytes(name: str, briefs: dict[str, Advice], answerer: Answerer) -> None:
    again = answerer.advice_on(wishing_a_brief(answerer.reader.read(MESSAGES[name][1])))
    assert as_brief(again).encode() == as_brief(briefs[name]).encode()


@pytest.mark.parametrize("name", MESSAGES)
def test_every_part_has_its_heading_and_something_under_it(name: str, briefs: dict[str, Advice]) -> None:
    markdown = as_brief(briefs[name])
    assert re.findall(r"^## (.+)$", markdown, re.MULTILINE) == HEADINGS
    assert re.findall(r"^# (.+)$", markdown, re.MULTILINE) == [briefs[name].title]
    assert all(len(part(markdown, title).split()) >= 8 for title in HEADINGS)
    assert markdown.endswith(f"Answer {briefs[name].answer_id}._\n")
    assert "\n\n\n" not in markdown


@pytest.mark.parametrize("name", MESSAGES)
def test_a_brief_is_read_in_one_sitting(name: str, briefs: dict[str, Advice]) -> None:
    count = len(re.findall(r"\w[^\s|]*", as_brief(briefs[name])))
    assert 900 <= count <= 1_400


@pytest.mark.parametrize("name", MESSAGES)
def test_no_id_of_the_register_and_no_place_to_fill_is_left(name: str, briefs: dict[str, Advice]) -> None:
    markdown = as_brief(briefs[name])
    assert re.findall(r"\b(?:S\d|R|C|P)-?\d{2,3}\b", markdown) == []
    assert re.findall(r"[{}]|None|\bnull\b", markdown) == []


@pytest.mark.parametrize("name", MESSAGES)
def test_no_sentence_stands_there_twice(name: str, briefs: dict[str, Advice]) -> None:
    found = re.findall(r"[A-Z][^.|\n]{25,}\.", as_brief(briefs[name]))
    assert len(found) > 50
    assert [text for text, times in Counter(found).items() if times > 1] == []


@pytest.mark.parametrize("name", MESSAGES)
def test_the_problem_is_told_in_the_askers_words(name: str, briefs: dict[str, Advice]) -> None:
    quotes = re.findall(r"“(.+?)”", part(as_brief(briefs[name]), "The problem"))
    assert len(quotes) >= 4
    assert all(quote.rstrip("…") in MESSAGES[name][1] for quote in quotes)


@pytest.mark.parametrize("name", MESSAGES)
def test_the_sheet_is_a_table_that_can_be_filled_in(name: str, briefs: dict[str, Advice]) -> None:
    markdown = as_brief(briefs[name])
    head, rule, *rows, total = rows_of(markdown)
    assert head == ["Judged", "Red flag: 1 point", "Strong answer: 4 points", "Points"]
    assert set(rule) == {"---"}
    assert all(len(row) == 4 and row[3] == "" and all(row[:3]) for row in rows)
    assert total == ["**Total**", "", "", f"of {4 * len(rows)}"]
    questions = re.findall(r"^\d\. ", part(markdown, "Questions for every candidate"), re.MULTILINE)
    assert [row[0].split(",")[0] for row in rows[: len(questions)]] == [f"Question {n + 1}" for n in range(4)]


@pytest.mark.parametrize("name", MESSAGES)
def test_the_plan_adds_up(name: str, briefs: dict[str, Advice]) -> None:
    plan = part(as_brief(briefs[name]), "Interview plan")
    minutes = sum(map(int, re.findall(r", (\d+) minutes: ", plan)))
    hours, rest = divmod(minutes, 60)
    rounds = len(re.findall(r"^\d\. ", plan, re.MULTILINE))
    assert plan.startswith(f"{rounds} rounds, {hours} hours{f' {rest} minutes' if rest else ''} in all.")
    assert minutes <= 300


@pytest.mark.parametrize("name", MESSAGES)
def test_pay_says_that_it_is_open_and_whence_each_figure_is(name: str, briefs: dict[str, Advice]) -> None:
    first, *figures = part(as_brief(briefs[name]), "Pay").splitlines()
    assert "still to be set" in first
    assert len(figures) == 2
    assert all(re.search(r"\((?:United States|United Kingdom), [^)]*\d{4}[^)]*\)", figure) for figure in figures)


@pytest.mark.parametrize("name", MESSAGES)
def test_what_is_to_be_done_has_a_box(name: str, briefs: dict[str, Advice]) -> None:
    markdown = as_brief(briefs[name])
    legal, asked = (part(markdown, title).splitlines() for title in ("Legal cautions", "Open questions"))
    assert legal[0].startswith("- No legal advice")
    assert all(line.startswith("- [ ] ") for line in (*legal[1:], *asked))
    assert all(line.endswith("?") for line in asked)


def test_no_advert_shuts_anybody_out(knowledge: Knowledge) -> None:
    told = (SignalHit(id="chatbot", polarity="present"),)
    for role in knowledge.briefs:
        advice = Answerer(knowledge, today=ON).advice_on(wishing_a_brief(asked_for("recommend", signals=told), role))
        advert = part(as_brief(advice), "Advert draft")
        assert SHUTTING_OUT.findall(advert) == [], role
        assert "[pay range a year]" in advert
        assert "adjustment" in advert
        assert re.search(r"\b(?:most|miss|every point|not all)\b", advert), "nobody has to meet every point"


def test_what_people_wrote_cannot_become_markup(knowledge: Knowledge) -> None:
    hit = SignalHit(id="rag", polarity="present", quote="our *wiki* `rm` [x](http://y) | <b>")
    reading = wishing_a_brief(asked_for("recommend", signals=(hit, SignalHit(id="existing_llm", polarity="present"))))
    shown = part(as_brief(Answerer(knowledge, today=ON).advice_on(reading)), "The problem")
    assert r"our wiki rm \[x\](http //y) \| \<b\>" in shown


def test_only_an_answer_is_a_brief(briefs: dict[str, Advice], answerer: Answerer) -> None:
    assert all(map(is_brief, briefs.values()))
    assert {file_name(advice) for advice in briefs.values()} == {
        f"role-brief-{role}.md" for role, _ in MESSAGES.values()
    }
    asked = answerer.advice_on(wishing_a_brief(answerer.reader.read("hello there")))
    assert (asked.outcome, is_brief(asked)) != ("answer", True)
    assert not is_brief(answerer.advice(MESSAGES["fraud-model-at-a-bank"][1]))
