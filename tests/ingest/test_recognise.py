"""Pages in doubt are read by OCR; both texts are kept, and index, notes and facts follow."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from itrvault.errors import Cancelled, LanguageDataMissing, NoSuchUnit
from itrvault.ingest import recognise as module
from itrvault.ingest import run_import
from itrvault.ingest.better import is_better
from itrvault.ingest.recognise import recognise, use_text
from itrvault.ingest.tongues import Tongues, parse_languages
from itrvault.model.document import Doubt, TextSource, Unit, UnitKind
from itrvault.model.geometry import PageLayout
from itrvault.progress import CancelToken, Step
from itrvault.sandbox.tessdata import LanguageData
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault
from tests.ingest import scans

needs_english = pytest.mark.skipif(not scans.ENGLISH, reason=scans.NEEDS)


@pytest.fixture
def vault(tmp_path: Path):
    """A scan of two pages with a typed third, and a page that lies."""
    (tmp_path / "scan.pdf").write_bytes(
        scans.scan("Ruritania", "Sylvania", text="The delegation of Graustark agrees with this.")
    )
    (tmp_path / "liar.pdf").write_bytes(scans.liar("Zubrowka"))
    with Vault.create(tmp_path / "test.itrvault") as opened:
        run_import(opened, [tmp_path / "scan.pdf", tmp_path / "liar.pdf"], jobs=1)
        yield opened


def named(vault: Vault, name: str):
    return vault.store.documents.get(name)


def check(vault: Vault) -> None:
    assert vault.index.verify(vault.store.documents.unit_rows()) == ""
    assert vault.store.check().clean


def test_an_import_notes_which_pages_are_in_doubt(vault: Vault):
    scan, liar = named(vault, "scan.pdf"), named(vault, "liar.pdf")
    assert set(vault.store.readings.doubtful()) == {
        (scan.id, 0, Doubt.IMAGE), (scan.id, 1, Doubt.IMAGE), (liar.id, 0, Doubt.WORDS),
    }  # fmt: skip
    assert set(vault.store.readings.pending()) == {(scan.id, 0), (scan.id, 1), (liar.id, 0)}


@needs_english
def test_a_protected_file_is_read_with_its_password(tmp_path: Path):
    path = tmp_path / "locked.pdf"
    path.write_bytes(scans.locked(scans.scan("Ruritania"), "sesame"))
    with Vault.create(tmp_path / "test.itrvault") as vault:
        run_import(vault, [path], password="sesame", jobs=1)
        waiting = vault.store.readings.pending()
        assert len(waiting) == 1
        for passwords in ((), ("open",)):  # nothing is kept that would pass the page over later
            report = recognise(vault, passwords=passwords, jobs=1)
            assert (report.read, report.locked, report.failures) == (0, 1, ())
            assert vault.store.readings.pending() == waiting
        assert recognise(vault, passwords=("open", "sesame"), jobs=1).used == 1
        assert vault.search("Ruritania").total == 1
        check(vault)


@needs_english
def test_what_is_read_can_be_found_and_the_other_text_is_kept(vault: Vault):
    steps: list[Step] = []

    class Listener:
        def report(self, step: Step) -> None:
            steps.append(step)

    report = recognise(vault, jobs=2, progress=Listener())
    assert (report.read, report.used, report.nothing, report.failures) == (3, 3, 0, ())
    assert steps[-1].done == steps[-1].total == 3
    scan, liar = named(vault, "scan.pdf"), named(vault, "liar.pdf")
    assert [(h.document, h.unit) for h in vault.search("Sylvania").hits] == [(scan.id, 1)]
    assert [(h.document, h.unit) for h in vault.search("Zubrowka").hits] == [(liar.id, 0)]
    assert [(h.document, h.unit) for h in vault.search("Graustark").hits] == [(scan.id, 2)]
    assert vault.store.readings.pending() == vault.store.readings.doubtful() == []
    kept = vault.store.readings.unit(liar.id, 0, TextSource.FILE)
    assert kept is not None
    assert "zubrowka" not in kept.text.lower()
    assert scan.language == liar.language == "en"
    check(vault)
    assert recognise(vault) == module.RecogniseReport()  # nothing is left to do


@needs_english
def test_a_person_can_switch_back_and_forth(vault: Vault):
    recognise(vault, jobs=1)
    liar = named(vault, "liar.pdf").id
    use_text(vault, liar, {0: TextSource.FILE})
    assert vault.search("Zubrowka").total == 0
    assert vault.store.readings.doubtful() == [(liar, 0, Doubt.WORDS)]
    assert vault.store.readings.pending() == []
    check(vault)
    use_text(vault, liar, {0: TextSource.OCR})
    assert vault.search("Zubrowka").total == 1
    check(vault)
    with pytest.raises(NoSuchUnit):
        use_text(vault, liar, {0: TextSource.REPAIRED})


@needs_english
def test_notes_stay_on_their_words(vault: Vault):
    recognise(vault, jobs=1)
    liar = named(vault, "liar.pdf").id
    units = vault.store.documents.units(liar)
    at = units[0].text.index("security")
    anchor = make_anchor(units, 0, at, 0, at + len("security"))
    note = vault.store.annotations.add(liar, anchor, note="Which?")
    use_text(vault, liar, {0: TextSource.FILE})
    lost = vault.store.annotations.get(note.id)
    assert (lost.unplaced, lost.anchor.exact) == (True, "security")
    use_text(vault, liar, {0: TextSource.OCR})
    found = vault.store.annotations.get(note.id)
    assert (found.unplaced, found.anchor) == (False, note.anchor)


@needs_english
def test_pages_can_be_asked_for_again(vault: Vault):
    scan = named(vault, "scan.pdf").id
    assert recognise(vault, [scan], numbers=[0], jobs=1).used == 1
    assert vault.store.readings.pending([scan]) == [(scan, 1)]
    again = recognise(vault, [scan], numbers=[0, 2], languages="en", jobs=1)
    assert (again.read, again.used) == (2, 1)  # the typed page keeps its text
    assert vault.store.documents.unit(scan, 2).source is TextSource.FILE
    assert vault.store.readings.unit(scan, 2, TextSource.OCR) is not None
    check(vault)


@needs_english
def test_all_that_was_read_before_can_be_read_again(vault: Vault):
    scan, liar = named(vault, "scan.pdf").id, named(vault, "liar.pdf").id
    recognise(vault, jobs=1)
    # As an earlier version may have left it: nonsense in use.
    nonsense = replace(unit("9P0)D Hdd uleW ave"), source=TextSource.OCR, number=1)
    use_text(vault, scan, {1: TextSource.FILE})
    vault.store.readings.add(scan, nonsense, "ocr/1 eng")
    use_text(vault, scan, {1: TextSource.OCR})
    assert vault.search("Sylvania").total == 0
    report = recognise(vault, again=True, jobs=1)
    assert (report.read, report.used) == (3, 3)
    assert vault.search("Sylvania").total == 1
    assert recognise(vault, [liar], again=True, jobs=1).read == 1
    check(vault)


@needs_english
def test_stopping_keeps_what_is_done(vault: Vault):
    cancel = CancelToken()

    class Listener:
        def report(self, step: Step) -> None:
            cancel.cancel()

    report = recognise(vault, jobs=1, progress=Listener(), cancel=cancel)
    assert report.cancelled
    assert report.read == 1
    assert len(vault.store.readings.pending()) == 2
    check(vault)
    assert recognise(vault, jobs=1).read == 2


@needs_english
@pytest.mark.parametrize("commit", [1, 2, 3])
def test_a_power_cut_leaves_whole_pages_and_the_next_run_goes_on(vault: Vault, commit: int):
    path = vault.path
    vault.close()
    run = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("recogniser.py")), str(path), str(commit)],
        env={**os.environ, "PYTHONPATH": str(Path(module.__file__).parents[2])},
        capture_output=True, timeout=100, check=False,
    )  # fmt: skip
    assert run.returncode == -9, run.stderr
    with Vault.open(path) as opened:
        check(opened)
        waiting = len(opened.store.readings.pending())
        assert waiting == 4 - commit
        assert recognise(opened, jobs=2).read == waiting
        assert opened.search("Ruritania OR Sylvania OR Zubrowka").total == 3
        check(opened)


def test_without_language_data_it_is_said_what_to_install(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "find_language_data", lambda own="": LanguageData(()))
    with pytest.raises(LanguageDataMissing) as caught:
        recognise(vault, languages="ru")
    assert "rus" in caught.value.message
    assert "rus" in caught.value.advice
    assert len(vault.store.readings.pending()) == 3


@needs_english
def test_pages_in_a_language_without_data_wait(vault: Vault, monkeypatch: pytest.MonkeyPatch):
    scan = named(vault, "scan.pdf").id
    vault.store.documents.set_fact(scan, "language", "el")
    only = LanguageData(((scans.ENGLISH, frozenset({"eng"})),))
    monkeypatch.setattr(module, "find_language_data", lambda own="": only)
    report = recognise(vault, [scan], jobs=1)
    assert (report.read, report.left, report.missing) == (0, 2, ("ell",))
    assert "ell" in report.advice
    assert len(vault.store.readings.pending([scan])) == 2


def test_languages_can_be_named_in_both_ways():
    assert parse_languages("rus+eng") == parse_languages("ru, en") == ("rus", "eng")
    assert parse_languages("") == ()


def unit(text: str, doubt: Doubt = Doubt.NONE, language: str = "") -> Unit:
    return Unit(0, UnitKind.PAGE, "1", text, PageLayout(100, 100), language, doubt=doubt)


PROSE = "The charges for all of the services are to be settled by the administrations concerned."


@pytest.mark.parametrize(
    ("read", "now", "better"),
    [
        (unit(PROSE), unit("", Doubt.IMAGE), True),
        (unit(""), unit("", Doubt.IMAGE), False),
        (unit("|. -~ ,;"), unit("", Doubt.IMAGE), False),
        (unit(PROSE), unit("Xq zvb kwrtp", Doubt.WORDS), True),
        (unit(PROSE), unit("Something nobody doubts"), False),
        (unit("qzxv wkrt ppfg zzk", Doubt.WORDS), unit("xqv zkw rtp", Doubt.WORDS), False),
        (unit("ANNEX 2"), unit("", Doubt.IMAGE), True),
        (unit("1988"), unit("", Doubt.IMAGE), True),
        (unit("Eo = mc"), unit("", Doubt.IMAGE), False),
        (unit("l I"), unit("", Doubt.IMAGE), False),
        (unit("ANNEX 2"), unit("The words of a page that lies.", Doubt.WORDS), False),
        (unit("The map of"), unit("The map of the region, with a caption.", Doubt.IMAGE), False),
    ],
)
def test_the_better_text_is_used(read: Unit, now: Unit, better: bool):
    assert is_better(read, now) is better


def test_a_document_is_read_in_its_language_and_an_unknown_one_is_found_out():
    data = LanguageData((("/d", frozenset({"eng", "fra", "rus", "chi_sim", "chi_tra"})),))
    assert Tongues(data, [], "ru", []).groups == [("rus",)]
    assert Tongues(data, [], "zh", []).groups == [("chi_sim",), ("chi_tra",)]
    assert Tongues(data, [("rus", "eng")], "fr", []).groups == [("rus", "eng")]
    assert Tongues(data, [], "", [unit(PROSE, language="fr")]).groups == [("fra",)]
    unknown = Tongues(data, [], "", [])
    assert unknown.groups == [("eng",), ("rus",), ("chi_sim",), ("chi_tra",)]
    french = replace(unit(PROSE * 2), language="fr")
    assert unknown.learn(("eng",), french) == ("fra",)
    assert unknown.groups == [("fra",)]
    assert Tongues(data, [], "ar", []).missing == {"ara"}
    assert issubclass(Cancelled, Exception)
