"""What every entry of the knowledge base shares: strict, frozen pydantic values.

A field that is not named is a fault, a text where a number is due is a fault, and
nothing can be changed after loading. Sequences are tuples for that reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
EvidenceIds = Annotated[tuple[Id, ...], Field(min_length=1)]
Facet = Literal[
    "definition", "misconception", "compare", "when_to_hire", "when_not", "both", "sequence", "mistake",
    "responsibility", "skill", "tool", "project", "output", "vetting", "seniority", "cost", "hiring_model", "career",
    "glossary", "provider", "decision_question", "overlap", "market", "example", "figure", "evidence", "legal",
    "alias", "adjacent", "signal",
]  # fmt: skip
FACTORS = ("focus", "output", "model_depth", "production", "stage", "tools", "cost")
FACTOR_TITLES: Mapping[str, str] = {
    "focus": "Focus",
    "output": "Typical output",
    "model_depth": "Depth in models",
    "production": "Production duty",
    "stage": "Best stage",
    "tools": "Tools",
    "cost": "Cost",
}


class Entry(BaseModel):
    """Base of everything read from YAML."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Claim(Entry):
    """One sentence of ours and the evidence it rests on."""

    text: Text
    evidence: EvidenceIds


class Reviewed(Entry):
    """An entry that somebody answers for. Only a person's review changes the date, never popularity."""

    owner: Text
    reviewed: Annotated[date, Field(strict=False)]
