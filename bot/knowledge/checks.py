"""What no single entry can know: that the ids it names exist, and that no name is used twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from string import Formatter
from typing import TYPE_CHECKING, Any

from bot.knowledge.model import Examples, Intent, Premise, Role, RoleBrief, Signal, Term
from bot.knowledge.yaml_lines import Document, Fault, Path_

if TYPE_CHECKING:
    from bot.knowledge.layers import Layers, Stack
    from bot.knowledge.loader import Loaded

# field name -> the kind of entry whose id it must hold
REFERENCES: Mapping[str, str] = {
    "evidence": "evidence",
    "source": "sources",
    "restates": "evidence",
    "roles": "roles",
    "neighbours": "roles",
    "owner_role": "roles",
    "a": "roles",
    "b": "roles",
    "disputes": "disputes",
    "contested": "disputes",
    "outweighs": "signals",
    "facts": "signals",
    "denied": "signals",
    "not_if": "signals",
    "not_without": "signals",
    "role": "roles",
    "also": "roles",
    "conflicts": "disputes",
    "intent": "intents",
    "intents": "intents",
}
GLUED = re.compile(r"\)(?:\(|[a-z]{2})")  # "(the)(accuracy|precision)" would ask for "theaccuracy"
# sentences of the bot's own that the program asks for by name
WORDING = (
    "greeting", "help_lead", "help_points", "examples", "not_covered", "not_covered_can", "people_matter",
    "ask_intent", "ask_role", "ask_project", "failure", "named_role", "shared_by", "privacy", "home_title",
    "home_lines", "no_tally", "term_unknown", "no_figures", "ask_what_about", "asked_more", "english_only",
    "change_lead", "brief_no_facts", "brief_gap", "brief_open", "no_lawyer", "brief_pay_open", "brief_more_cautions",
    "brief_all_cautions", "brief_more_sources", "brief_advert_head", "brief_advert_end", "brief_file",
    "brief_contested", "brief_stage_untold", "brief_assumed", "brief_not_weighed", "brief_sheet", "brief_firm",
    "moment_prototype", "moment_live", "moment_scaling",
    "home_back", "home_kept", "home_erase", "home_forget", "home_library", "home_contact", "home_counts", "home_few",
    "prompt_recommend", "prompt_vetting", "prompt_when_to_hire", "prompt_compare", "prompt_mistakes", "prompt_define",
    "guided_title", "guided_intro", "guided_describe", "guided_describe_hint", "guided_told", "guided_nothing_read",
    "guided_progress", "guided_last", "guided_again", "guided_changed", "guided_no_change", "guided_facts",
    "guided_too_little", "guided_find_out", "guided_place", "guided_place_hint", "guided_sent", "guided_kept",
    "guided_not_sent", "guided_late",
    "no_words", "not_yours_to_withdraw", "strangers", "read_first", "usage", "welcome", "privacy_points",
    "forget_ask", "forgotten", "guided_offer", "compare_usage", "compare_unknown", "compare_example", "stats_admins",
    "feedback_thanks_yes", "feedback_thanks_no", "feedback_ask", "feedback_hint", "human_ask", "human_hint",
    "human_asked", "human_write", "human_write_hint", "human_answers", "human_resolved", "human_nobody",
    "human_sending", "human_sent", "human_told", "human_already",
    "crowded", "too_late",
    "compare_by_table", "compare_by_work", "figures_places", "figures_overdue", "human_to_channel", "human_to_person",
)  # fmt: skip

FILLED: Mapping[str, set[str]] = {
    "ask_role": {"topic"},
    "failure": {"reference"},
    "named_role": {"role", "roles"},
    "brief_gap": {"role"},
    "brief_more_cautions": {"count", "file"},
    "brief_all_cautions": {"count", "file"},
    "brief_more_sources": {"count", "selling"},
    "brief_advert_head": {"role"},
    "brief_file": {"title"},
    "brief_contested": {"question"},
    "no_tally": {"roles"},
    "shared_by": {"user"},
    "home_contact": {"contact"},
    "prompt_vetting": {"role"},
    "prompt_when_to_hire": {"role"},
    "prompt_compare": {"role", "other"},
    "prompt_mistakes": {"role"},
    "prompt_define": {"role"},
    "guided_told": {"facts"},
    "guided_progress": {"number"},
    "guided_last": {"number"},
    "forgotten": {"conversations", "feedback", "questions"},
    "compare_unknown": {"names"},
    "human_asked": {"user"},
    "human_write": {"title"},
    "human_answers": {"title", "user"},
    "human_resolved": {"asker", "title", "user"},
    "compare_by_table": {"roles"},
    "compare_by_work": {"roles"},
    "human_to_channel": {"place"},
    "human_to_person": {"place"},
}


def cross_check(items: Sequence[Loaded], layers: Layers, ids: Mapping[str, set[str]]) -> list[Fault]:
    """Every fault that shows only when all entries are seen together; `ids` holds those of faulty entries too."""
    faults: list[Fault] = []
    for stack in layers.stacks:
        faults += _dangling(stack, ids, layers.unreadable)
    for item in items:
        faults += _brackets(item)
        faults += _named_by_key(item, ids)
    faults += _twice(items, "roles", _role_names, "the alias '{0}' already belongs to {1}")
    faults += _twice(items, "intents", _utterances, "the utterance '{0}' already stands under {1}")
    faults += _twice(items, "glossary", _term_names, "the name '{0}' already belongs to the term {1}")
    faults += _wording(layers.loose["wording.yaml"])
    faults += _prior(layers.loose["signals.yaml"], ids["roles"] | layers.hidden_roles)
    return faults


def _dangling(item: Stack, ids: Mapping[str, set[str]], unreadable: set[str]) -> Iterator[Fault]:
    for path, kind, value in _references(item.raw, ()):
        side = kind == "disputes" and "conflicts" in path[-2:]  # a side letter follows the id there
        name = value[:-1] if side else value
        known = ids.get(kind, set())
        if name not in known and kind not in unreadable:  # else what follows from one slip buries it
            near = get_close_matches(name, sorted(known), n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            yield item.fault(path, f"there is no {kind} entry '{name}'{hint}")


def _brackets(item: Loaded) -> Iterator[Fault]:
    for index, phrase in enumerate(item.entry.phrases if isinstance(item.entry, Signal | Premise) else ()):
        if phrase.count("(") != phrase.count(")"):
            yield item.fault(("phrases", index), f"the brackets of '{phrase}' do not match")
        elif GLUED.search(phrase):
            yield item.fault(("phrases", index), f"a space is missing behind a bracket of '{phrase}'")


def _named_by_key(item: Loaded, ids: Mapping[str, set[str]]) -> Iterator[Fault]:
    """What names entries by its own id or by the keys of its mappings."""
    if isinstance(item.entry, RoleBrief) and item.key not in ids["roles"]:
        yield item.fault(("id",), f"there is no roles entry '{item.key}'")
    if isinstance(item.entry, Examples):
        fields = (("signals", "signals"), ("premises", "premises"))
        for field, kind in fields:
            strange = sorted(set(getattr(item.entry, field)) - ids[kind])
            yield from (item.fault((field, id_), f"there is no {kind} entry '{id_}'") for id_ in strange)


def _references(value: Any, path: Path_) -> Iterator[tuple[Path_, str, str]]:
    """Walk an entry and yield (path, kind, id) of all ids it names."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _references(item, (*path, index))
    if not isinstance(value, dict):
        return
    for name, item in value.items():
        here = (*path, name)
        if name == "weights" and isinstance(item, dict):
            yield from (((*here, role), "roles", role) for role in item)
        elif name in REFERENCES and isinstance(item, str):
            yield here, REFERENCES[name], item
        elif name in REFERENCES and isinstance(item, tuple):
            yield from (((*here, i), REFERENCES[name], one) for i, one in enumerate(item) if isinstance(one, str))
        else:
            yield from _references(item, here)


def _twice(
    items: Sequence[Loaded], kind: str, names: Callable[[Any], Iterator[tuple[Path_, str]]], text: str
) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for item in items:
        if item.kind != kind:
            continue
        for path, name in names(item.entry):
            here = f"{item.key}@{path}" if kind == "intents" else item.key
            owner = first.setdefault(" ".join(name.lower().split()), here)
            if owner != here:
                yield item.fault(path, text.format(name, owner.split("@")[0]))


def _role_names(role: Role) -> Iterator[tuple[Path_, str]]:
    yield ("title",), role.title
    yield from ((("aliases", index), alias) for index, alias in enumerate(role.aliases))


def _term_names(term: Term) -> Iterator[tuple[Path_, str]]:
    yield ("term",), term.term
    yield from ((("aliases", index), alias) for index, alias in enumerate(term.aliases))


def _utterances(intent: Intent) -> Iterator[tuple[Path_, str]]:
    for writer, texts in intent.utterances.items():
        yield from ((("utterances", writer, index), text) for index, text in enumerate(texts))


def _wording(documents: Sequence[Document]) -> Iterator[Fault]:
    said: set[str] = set()
    for document in documents:
        if document.value is None:
            return  # its own fault is told already
        if not isinstance(document.value, dict):
            yield Fault(document.file, 1, "sentences are expected here, each as `name: text`")
            return
        said |= set(document.value)
        for name, value in document.value.items():
            if not isinstance(value, str) or not value.strip():
                yield Fault(document.file, document.line((name,)), f"'{name}' must be text")
            elif text := _braces(name, value):
                yield Fault(document.file, document.line((name,)), text)
    for name in WORDING if documents else ():
        if name not in said:
            yield Fault(documents[0].file, 1, f"the sentence '{name}' is missing")


def _braces(name: str, value: str) -> str:
    """What is wrong with the words in braces that the program fills in; empty if nothing."""
    try:
        named = {field for _, field, _, _ in Formatter().parse(value) if field is not None}
    except ValueError:
        return f"'{name}' has a brace without its partner; write words in braces as in {{reference}}"
    if wrong := named - FILLED.get(name, set()):
        return f"'{name}' has {{{min(wrong)}}}, which the program does not fill in"
    return f"'{name}' lost its {{reference}}" if name == "failure" and "reference" not in named else ""


def _prior(documents: Sequence[Document], roles: set[str]) -> Iterator[Fault]:
    found = False
    for document in documents:
        prior = document.value.get("prior", {}) if isinstance(document.value, dict) else None
        if not isinstance(prior, dict):
            yield Fault(document.file, document.line(("prior",)), "'prior' must be a number for each role")
            continue
        found = found or bool(prior)
        for role, number in prior.items():
            if role not in roles:
                yield Fault(document.file, document.line(("prior", role)), f"there is no roles entry '{role}'")
            if isinstance(number, bool) or not isinstance(number, int | float):
                yield Fault(document.file, document.line(("prior", role)), f"'{role}' must be a number")
    if documents and not found:
        yield Fault(documents[0].file, 1, "'prior' is missing: a starting score for each role")
