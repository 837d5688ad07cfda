"""The specimens in a vault: what was read about them is what one sees there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from itrvault.paths import resources
from itrvault.vault import Vault

MANIFEST = json.loads((resources() / "specimens" / "MANIFEST.json").read_text("utf-8"))


@pytest.mark.parametrize("entry", MANIFEST, ids=[entry["file"] for entry in MANIFEST])
def test_facts_are_shown_as_the_manifest_gives_them(specimens: Path, entry: dict):
    with Vault.open(specimens, read_only=True) as vault:
        name = entry["file"].replace(".zip!/", ".zip/")
        [document] = [
            document
            for document in vault.store.documents.all()
            if any(path.endswith(name) for path in document.paths)
        ]
        shown = {field: document.value(field) for field in entry["facts"]}
        assert shown == entry["facts"]
