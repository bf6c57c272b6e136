"""The guided talk: that it ends, that it ends where the same facts told at once do, and that answers can be changed."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bot.advisor import Conversation, advise
from bot.advisor.guided import (
    MOST_ASKED,
    MOST_OPEN,
    Given,
    Talk,
    answered,
    left_open,
    most_telling,
    one_before,
    open_question,
    question_of,
    reading_of_talk,
    revised,
    surely_last,
    with_words,
    worth_finding_out,
)
from bot.advisor.questions import next_question
from bot.advisor.scoring import polarities
from bot.understanding.reading import SignalHit, asked_for

WALKS = 200
OFTEN_OPEN = 0.2


def _answer(key, talk, knowledge, chance):
    if chance.random() < OFTEN_OPEN:
        return left_open(key, chance.choice(("unknown", "indifferent")), knowledge)
    return Given(key, chance.choice(question_of(key, talk, knowledge).replies).facts)


def _walk(knowledge, chance, talk=None):
    """The talk after every step, the last of them settled."""
    talks = [talk or Talk()]
    while key := open_question(talks[-1], knowledge):
        talks.append(answered(talks[-1], _answer(key, talks[-1], knowledge, chance)))
    return talks


@pytest.fixture(scope="module")
def walks(knowledge):
    return [_walk(knowledge, random.Random(number)) for number in range(WALKS)]


def _advice(talk, knowledge, on):
    return advise(reading_of_talk(talk), Conversation(), knowledge, on=on)


def test_every_walk_ends_after_a_bounded_number_of_questions(walks):
    lengths = [len(walk) - 1 for walk in walks]
    assert len(lengths) == WALKS
    assert max(lengths) <= MOST_ASKED
    assert sum(lengths) / WALKS < 6


def test_every_walk_ends_where_the_same_facts_told_at_once_do(walks, knowledge, today):
    chance = random.Random(1)
    for walk in walks:
        facts = list(walk[-1].facts)
        chance.shuffle(facts)
        at_once = advise(asked_for("recommend", signals=tuple(facts)), Conversation(), knowledge, on=today)
        guided = _advice(walk[-1], knowledge, today)
        assert (guided.answer_id, guided.role, guided.lead) == (at_once.answer_id, at_once.role, at_once.lead)


def test_a_settled_walk_names_a_role_unless_too_much_was_left_open(walks, knowledge, today):
    ends = [walk[-1] for walk in walks]
    named = [talk for talk in ends if _advice(talk, knowledge, today).outcome == "answer"]
    assert len(named) > 0.9 * WALKS
    assert all(sum(bool(each.left) for each in talk.given) >= MOST_OPEN for talk in ends if talk not in named)


def test_the_order_of_the_answers_does_not_matter(walks, knowledge):
    chance = random.Random(2)
    for walk in walks:
        given = list(walk[-1].given)
        chance.shuffle(given)
        assert Talk(tuple(given)).facts == walk[-1].facts
        assert open_question(replace(walk[-1], given=tuple(given)), knowledge) is None


def test_no_question_is_asked_twice(walks):
    for walk in walks:
        keys = [each.key for each in walk[-1].given]
        assert len(keys) == len(set(keys)) == len(walk) - 1


def test_only_questions_that_can_change_the_advice_are_asked(walks, knowledge):
    for walk in walks[:50]:
        for talk in walk[:-1]:
            asked = question_of(open_question(talk, knowledge), talk, knowledge)
            said = next_question(polarities(talk.facts), (), knowledge)
            assert (asked.text, asked.replies) == (said.text, said.replies)
            assert asked.evidence == said.evidence != ()


def test_leaving_everything_open_ends_and_tells_what_to_find_out(knowledge, today):
    talk = Talk()
    while key := open_question(talk, knowledge):
        talk = answered(talk, left_open(key, "unknown", knowledge))
    assert len(talk.asked) == MOST_OPEN
    assert _advice(talk, knowledge, today).outcome == "ask"
    helpful = worth_finding_out(talk, knowledge)
    assert len(helpful) == 3
    assert helpful[0] == open_question(Talk(), knowledge)


def test_going_on_after_the_end_asks_until_no_answer_could_change_the_advice(walks, knowledge):
    ends = [walk[-1] for walk in walks if most_telling(walk[-1], knowledge)]
    assert ends
    for end in ends[:20]:
        more = _walk(knowledge, random.Random(3), replace(end, further=True))[-1]
        assert more.given[: len(end.given)] == end.given
        assert next_question(polarities(more.facts), (), knowledge) is None


def test_a_changed_answer_keeps_the_others(walks, knowledge):
    chance, changed = random.Random(4), 0
    for walk in walks:
        talk = walk[-1]
        old = chance.choice(talk.given)
        new = _answer(old.key, talk, knowledge, chance)
        after = answered(talk, new)
        assert after.answer_to(old.key) == new
        assert [each.key for each in after.given if each.key != old.key and new.told.isdisjoint(each.told)] == [
            each.key for each in talk.given if each.key != old.key and new.told.isdisjoint(each.told)
        ]
        assert new.told <= {hit.id for hit in after.facts if hit.polarity != "unknown"}
        assert len(_walk(knowledge, chance, after)[-1].given) >= len(after.given)
        changed += new != old
    assert changed > WALKS / 2


def test_an_answer_changed_and_changed_back_is_as_if_it_had_not_been(walks):
    for walk in walks[:50]:
        talk = walk[-1]
        first = talk.given[0]
        opened = replace(first, facts=tuple(SignalHit(id=hit.id, polarity="unknown") for hit in first.facts))
        assert answered(answered(talk, opened), first) == talk


def test_of_two_answers_about_the_same_fact_the_later_holds():
    yes = Given("rag", (SignalHit(id="rag", polarity="present"),), in_words=True)
    several = Given("?some", (SignalHit(id="rag", polarity="present"), SignalHit(id="llm", polarity="present")))
    talk = answered(answered(Talk(), yes), several)
    assert talk.given == (several,)
    no = Given("rag", (SignalHit(id="rag", polarity="absent"),))
    assert answered(talk, no).given == (no,)


def test_what_is_left_open_does_not_undo_what_was_told(knowledge):
    key = open_question(Talk(), knowledge)
    told = question_of(key, Talk(), knowledge).replies[0].facts
    talk = answered(Talk((Given(told[0].id, told, in_words=True),)), left_open(key, "unknown", knowledge))
    assert set(told) <= set(talk.facts)


def test_words_count_as_answers_and_are_not_asked_again(reader, knowledge):
    reading = reader.read("we want a RAG chatbot over our confluence pages, it is a prototype so far")
    talk = with_words(Talk(), reading, knowledge)
    assert talk.in_words
    assert talk.asked == ()
    assert {hit.id for hit in talk.in_words} >= {hit.id for hit in reading.signals}
    assert all(hit.quote == "" for hit in talk.facts)
    for _ in range(MOST_ASKED):
        key = open_question(talk, knowledge)
        if key is None:
            break
        assert not {hit.id for hit in talk.facts} & {
            hit.id for reply in question_of(key, talk, knowledge).replies for hit in reply.facts
        }
        talk = answered(talk, left_open(key, "unknown", knowledge))


def test_told_in_words_stays_so_when_it_is_edited():
    told = Given("rag", (SignalHit(id="rag", polarity="present"),), in_words=True)
    after = answered(Talk((told,)), Given("rag", (SignalHit(id="rag", polarity="absent"),)))
    assert after.in_words == (SignalHit(id="rag", polarity="absent"),)


def test_back_leads_through_the_questions_and_not_through_what_was_told_in_words(walks):
    walk = max(walks, key=len)
    words = Given("invented", (SignalHit(id="invented", polarity="present"),), in_words=True)
    talk, keys = replace(walk[-1], given=(words, *walk[-1].given)), [each.key for each in walk[-1].given]
    assert one_before(None, talk) == keys[-1]
    assert [one_before(key, talk) for key in keys] == [None, *keys[:-1]]
    assert one_before(None, Talk((words,))) is None


def test_the_question_announced_as_the_last_is(walks, knowledge):
    steps = [(talk, number == len(walk) - 2) for walk in walks[:120] for number, talk in enumerate(walk[:-1])]
    said = [last for talk, last in steps if surely_last(open_question(talk, knowledge), talk, knowledge)]
    assert said
    assert all(said)


def _given(key, *ids, absent=()):
    hits = [SignalHit(id=id_, polarity="absent" if id_ in absent else "present") for id_ in ids]
    return Given(key, tuple(hits))


IDEA = _given("?how_far", "idea_only")
READY = _given("?end_result", "existing_llm")
UNFINISHED = _given("software_done", "software_done", absent={"software_done"})


def _keys_to_come(talk, knowledge):
    """Every question that can still be asked, whichever way it is answered."""
    talk, keys = replace(talk, further=True), list[str]()
    while key := most_telling(talk, knowledge):
        keys.append(key)
        talk = answered(talk, left_open(key, "unknown", knowledge))
    return keys


@pytest.mark.parametrize(
    ("told", "never"),
    [
        ([IDEA], {"?what_hurts", "software_done", "prototype", "prototype_to_production", "own_models_live"}),
        ([READY], {"custom_training", "domain_gap", "foundation_model", "own_models_live"}),
        ([READY, IDEA, _given("many_prompts", "many_prompts")], {"?what_hurts", "custom_training", "software_done"}),
        ([UNFINISHED], {"?what_hurts", "prompt_only"}),
        ([_given("chatbot", "chatbot"), UNFINISHED], {"?what_hurts", "statistics", "bi_dashboard"}),
    ],
)
def test_what_contradicts_an_answer_is_not_asked(told, never, knowledge):
    assert never.isdisjoint(_keys_to_come(Talk(tuple(told)), knowledge))


def test_no_walk_asks_or_offers_what_an_earlier_answer_rules_out(walks, knowledge):
    offered = 0
    for talk in (talk for walk in walks for talk in walk[:-1]):
        present, absent = ({hit.id for hit in talk.facts if hit.polarity == kind} for kind in ("present", "absent"))
        asked = question_of(open_question(talk, knowledge), talk, knowledge)
        for signal in (knowledge.signals[hit.id] for reply in asked.replies for hit in reply.facts):
            assert present.isdisjoint(signal.not_if)
            assert absent.isdisjoint(signal.not_without)
            offered += 1
    assert offered > WALKS


def test_an_answer_that_was_ruled_out_is_not_offered_but_what_was_chosen_stays_in_sight(knowledge):
    labels = {reply.label for reply in question_of("?end_result", Talk((IDEA,)), knowledge).replies}
    assert "Something that works already, made fit for real use" not in labels
    every = question_of("?end_result", Talk((READY, IDEA)), knowledge).replies
    assert [reply.label for reply in every] == [each.label for each in knowledge.questions["end_result"].answers]


def test_later_answers_that_a_change_leaves_no_point_in_give_way(knowledge):
    works = _given("?how_far", "prototype_to_production")
    hurts, laws = _given("?what_hurts", "reliability"), _given("ai_law", "ai_law")
    talk = Talk((READY, works, hurts, laws))
    assert revised(talk, IDEA, knowledge).given == (READY, IDEA, laws)
    assert revised(talk, works, knowledge) == talk
    in_words = replace(hurts, key="reliability", in_words=True)
    assert revised(Talk((works, in_words)), IDEA, knowledge).given == (IDEA, in_words)
    assert revised(Talk((hurts,)), IDEA, knowledge).given == (hurts, IDEA)


def test_what_the_knowledge_no_longer_has_is_no_question(knowledge):
    assert question_of("?gone", Talk(), knowledge) is None
    assert question_of("gone", Talk(), knowledge) is None
    assert left_open("?gone", "unknown", knowledge).facts == ()


def test_the_roles_in_question_are_decided_between(knowledge, reader):
    talk = with_words(Talk(), reader.read("AI engineer or ML engineer?"), knowledge)
    assert set(talk.roles) == {"ai-engineer", "ml-engineer"}
    leads = {reply.role for reply in question_of(open_question(talk, knowledge), talk, knowledge).replies}
    assert set(talk.roles) <= leads
