"""What the documents promise, held against the code: paths, variables, versions, lock files."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot import __version__
from bot.manifest import manifest
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("README.md", "deploy/README.md", "knowledge/README.md")
SUFFIXES = ("py", "yaml", "yml", "md", "toml", "lock", "example", "json", "sh", "txt")
PATH = re.compile(r"(?:\.?[\w<>*-]+/)+(?:[\w<>*.-]+)?|\.?[\w<>*-]+(?:\.[\w-]+)*\.(?:" + "|".join(SUFFIXES) + ")")
CODE = re.compile(r"```(.*?)```|`([^`\n]+)`", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
NO_PATHS = {"chat.postMessage"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def paths_in(document: str) -> set[str]:
    """Relative paths named in code spans and links of a document."""
    text = read(document)
    spans = [match[1] or match[2] for match in CODE.finditer(text)]
    words = {word for span in spans for word in span.split() if PATH.fullmatch(word) and not word.startswith(".venv/")}
    links = {link for link in LINK.findall(text) if "://" not in link}
    return (words | links) - NO_PATHS


def exists(path: str, document: str) -> bool:
    """Whether the path leads somewhere from a place the document speaks of; `<x>` stands for any name."""
    pattern = re.sub(r"<[^<>]+>", "*", path).rstrip("/")
    bases = (ROOT, (ROOT / document).parent, ROOT / "bot", ROOT / "tests", ROOT / "bot" / "advisor")
    return any(any(base.glob(pattern)) for base in bases)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_named_exists(document: str) -> None:
    found = paths_in(document)
    assert len(found) >= 3
    assert sorted(path for path in found if not exists(path, document)) == []


def test_paths_that_lead_nowhere_are_seen() -> None:
    assert not exists("bot/nothing.py", "README.md")
    assert not exists("roles/<role>.toml", "knowledge/README.md")
    assert {"bot/listeners/table.py", "bot/knowledge/", "deploy/README.md"} <= paths_in("README.md")


def settings_variables() -> set[str]:
    names = set()
    for field in Settings.model_fields.values():
        choices = getattr(field.validation_alias, "choices", None)
        assert choices, field
        names |= set(choices)
    return names


def test_env_example_names_exactly_the_settings() -> None:
    named = re.findall(r"^#?\s*([A-Z][A-Z0-9_]+)=", read(".env.example"), re.MULTILINE)
    assert len(named) == len(set(named)) >= 10
    assert set(named) == settings_variables()


def test_env_example_states_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings_variables():
        monkeypatch.delenv(name, raising=False)
    plain = Settings()
    for name, value in re.findall(r"^([A-Z][A-Z0-9_]+)=(.*)$", read(".env.example"), re.MULTILINE):
        monkeypatch.setenv(name, value)
    assert Settings() == plain


def test_documents_name_only_variables_that_exist() -> None:
    other = {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"}  # named as not to be set
    named = {name for document in DOCUMENTS for name in re.findall(r"(?:SLACK|WHICHROLE)_[A-Z_]+", read(document))}
    assert len(named) >= 4
    assert named - other <= settings_variables()


def test_newest_version_of_the_changelog_is_the_packages() -> None:
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$", read("CHANGELOG.md"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == tomllib.loads(read("pyproject.toml"))["project"]["version"] == __version__


def test_readme_names_the_two_verbs_and_only_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    called = {verb for document in DOCUMENTS for verb in re.findall(r"\bmake ([a-z]+)\b", _code(document))}
    assert {"play", "test"} <= set(re.findall(r"^make ([a-z]+)$", read("README.md"), re.MULTILINE))
    assert called <= targets


def _code(document: str) -> str:
    return "\n".join(match[0] for match in CODE.finditer(read(document)))


def test_readme_names_every_command() -> None:
    from bot.cli import main

    row = next(line for line in read("README.md").splitlines() if line.startswith("| `bot/cli.py`"))
    assert set(re.findall(r"`(\w+)`", row)) - {"whichrole"} == set(main.commands)


def test_deploy_guide_lists_the_scopes() -> None:
    listed = re.findall(r"^\| `([a-z_]+:[a-z]+|commands)` \|", read("deploy/README.md"), re.MULTILINE)
    assert sorted(listed) == sorted(manifest(follow_ups=True)["oauth_config"]["scopes"]["bot"])


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_have_hashes_and_no_addresses(name: str) -> None:
    text = read(name)
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(entries) >= 15
    assert [entry for entry in entries if not re.match(r"[A-Za-z0-9._\[\]-]+==\S+", entry)] == []
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"--(?!hash=sha256:[0-9a-f]{64}\b).*", text) == []
    assert "://" not in text
    assert " @ " not in text


def test_lock_file_holds_every_dependency() -> None:
    wanted = tomllib.loads(read("pyproject.toml"))["project"]
    for name, needs in (
        ("requirements.lock", wanted["dependencies"]),
        ("requirements-dev.lock", wanted["optional-dependencies"]["dev"]),
    ):
        locked = {line.split("==")[0].split("[")[0] for line in read(name).splitlines() if "==" in line}
        assert {re.split(r"[<>=\[ ]", need)[0] for need in needs} <= locked
