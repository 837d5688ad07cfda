"""Every format against files in tests/golden.

To write them anew: ITRVAULT_GOLDEN=1 python -m pytest tests/export. Then read the difference.
"""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from itrvault.export.registry import EXPORTERS
from itrvault.export.run import write_excerpts
from itrvault.export.scrub import ExportOptions
from tests.export.samples import SAMPLES

GOLDEN = Path(__file__).parents[1] / "golden" / "export"
OPTIONS = {"plain": ExportOptions(), "named": ExportOptions(names=True, times=True)}


@pytest.mark.parametrize("variant", OPTIONS)
@pytest.mark.parametrize("name", EXPORTERS)
def test_as_it_was(name: str, variant: str, tmp_path: Path) -> None:
    target = tmp_path / "out"
    write_excerpts(SAMPLES, target, name, OPTIONS[variant])
    data = target.read_bytes()
    suffix = EXPORTERS[name].EXTENSION
    if name == "docx":
        # The container's bytes depend on the version of zlib; what counts is the text in it.
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            data = package.read("word/document.xml").replace(b"<w:p>", b"\n<w:p>")
        suffix = ".docx.xml"
    golden = GOLDEN / f"excerpts-{variant}{suffix}"
    if os.environ.get("ITRVAULT_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(data)
    assert data == golden.read_bytes()
