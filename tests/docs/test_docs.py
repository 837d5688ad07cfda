"""The documentation speaks of what is there, and of all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from itrvault.cli.main import COMMANDS
from itrvault.export.registry import EXPORTERS
from itrvault.search.fields import FIELDS, HAS_VALUES
from itrvault.search.parse import parse

ROOT = Path(__file__).parents[2]
SEARCHING = (ROOT / "docs" / "searching.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")


def examples() -> list[str]:
    rows = [line.split("|")[1] for line in SEARCHING.splitlines() if line.startswith("| `")]
    return [query for row in rows for query in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("query", [q for q in examples() if not re.fullmatch("[A-Z]+|\\w+:", q)])
def test_every_example_of_a_query_can_be_read(query: str):
    assert parse(query) is not None


def test_every_field_is_explained():
    for name in (*FIELDS, "exact"):
        assert f"`{name}:" in SEARCHING or name == "meeting", name
    for value in HAS_VALUES:
        assert f"has:{value}" in SEARCHING


def test_links_lead_somewhere():
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_commands_of_the_readme_exist():
    pages = README + (ROOT / "docs" / "vault-format.md").read_text("utf-8")
    used = set(re.findall(r"(?:\$|`)\s?itrvault ([a-z]+)", pages))
    assert {"new", "import", "search", "check", "merge"} <= used <= set(COMMANDS)
    assert set(EXPORTERS) == {"markdown", "html", "docx", "csv", "json"}


def test_no_package_host_is_named():
    hosts = re.compile("pypi" + r"\.org|pythonhosted" + r"\.org")
    for name in ("packaging/lock.txt", "packaging/lock-test.txt", "README.md", "pyproject.toml"):
        assert not hosts.search((ROOT / name).read_text("utf-8")), name
