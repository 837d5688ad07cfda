"""The work from end to end on the specimen archive, by command."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

ROUTES = "has the right to know through which countries its traffic is routed"


def test_help_lists_every_command(itrvault):
    from itrvault.cli.main import COMMANDS

    said = itrvault("--help")
    assert said.code == 0
    assert all(f"  {name} " in said.out for name in COMMANDS)


def test_every_command_explains_itself(itrvault):
    from itrvault.cli.main import COMMANDS

    for name in COMMANDS:
        said = itrvault(name, "--help")
        assert said.code == 0
        assert said.out.startswith("Usage: itrvault")


def test_a_new_vault_is_one_plain_file_with_the_codebook(itrvault, tmp_path: Path):
    assert itrvault("new", "a.itrvault").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.itrvault"]
    with sqlite3.connect(tmp_path / "a.itrvault") as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()
    tags = itrvault("tags", "a.itrvault", "--json").json
    assert len([tag for tag in tags if tag["rights"]]) == 15


def test_import_accounts_for_every_file(itrvault, tmp_path: Path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("Article 7\nSuspension of services.\n", "utf-8")
    (folder / "b.txt").write_text("Article 7\nSuspension of services.\n", "utf-8")
    (folder / "c.bin").write_bytes(bytes(range(256)) * 40)
    (folder / "d.txt").write_bytes(b"")
    itrvault("new", "v.itrvault")
    said = itrvault("import", "v.itrvault", folder, "--json")
    assert said.code == 3
    answer = said.json
    assert (answer["imported"], answer["duplicates"], answer["failed"]) == (1, 1, 2)
    by_name = {Path(row["path"]).name: row for row in answer["documents"]}
    assert sorted(by_name) == ["a.txt", "b.txt", "c.bin", "d.txt"]
    assert by_name["a.txt"]["id"] == by_name["b.txt"]["id"]
    assert by_name["d.txt"]["message"].startswith("The file is empty")
    [document] = itrvault("documents", "v.itrvault", "--json").json
    assert len(document["paths"]) == 2
    unread = itrvault("documents", "v.itrvault", "--unread", "--json").json
    assert sorted(Path(row["path"]).name for row in unread) == ["c.bin", "d.txt"]


def test_importing_again_changes_nothing(itrvault, tmp_path: Path):
    (tmp_path / "a.txt").write_text("The right to know.", "utf-8")
    itrvault("new", "v.itrvault")
    assert itrvault("import", "v.itrvault", "a.txt").code == 0
    again = itrvault("import", "v.itrvault", "a.txt", "--json")
    assert again.code == 0
    assert again.json["duplicates"] == 1
    assert len(itrvault("documents", "v.itrvault", "--json").json) == 1


def test_search_answers_as_promised(itrvault, specimens: Path):
    said = itrvault("search", specimens, "routing AND class:leaked", "--json", "--limit", 3)
    assert said.code == 0
    answer = said.json
    assert set(answer) >= {"query", "read_as", "total", "took_ms", "hits"}
    assert "class is leaked" in answer["read_as"]
    assert 0 < len(answer["hits"]) <= 3
    for hit in answer["hits"]:
        assert set(hit) >= {
            "document", "symbol", "title", "unit", "page", "score", "snippet", "spans",
        }  # fmt: skip
        shown = itrvault("show", specimens, hit["document"], "--json").json
        text = shown["units"][hit["unit"]]["text"]
        assert hit["spans"]
        for start, end in hit["spans"]:
            assert text[start:end].casefold().startswith("rout")
        for start, end in hit["snippet_spans"]:
            assert hit["snippet"][start:end].casefold().startswith("rout")


def test_six_languages_by_another_form(itrvault, specimens: Path):
    for query, language in (
        ("suspending", "en"), ("приостановку", "ru"), ("suspensions", "fr"),
        ("suspensiones", "es"), ("للدول", "ar"), ("网络", "zh"),
    ):  # fmt: skip
        answer = itrvault("search", specimens, f"{query} lang:{language}", "--json").json
        assert answer["total"], query


def test_says_when_there_is_no_such_tag(itrvault, specimens: Path):
    said = itrvault("search", specimens, "tag:privacy")
    assert "There is no tag “privacy”" in said.err
    assert "Privacy and interception" in said.err


def test_explains_each_word(itrvault, specimens: Path):
    said = itrvault("search", specimens, 'routes -"exact:voice"', "--explain")
    assert "routes: stem rout (" in said.err
    answer = itrvault("search", specimens, "routes note:x", "--explain", "--json").json
    word = answer["words"][0]
    assert word["typed"] == "routes"
    assert {"language": "en", "stem": "rout"} in word["stems"]
    assert sum(form["units"] for form in word["forms"]) >= answer["total"]


def test_a_batch_never_stops_at_a_bad_line(itrvault, specimens: Path, tmp_path: Path):
    (tmp_path / "terms.txt").write_text('routing\n"unclosed\n\nsecurity\n', "utf-8")
    said = itrvault("search", specimens, "--batch", "terms.txt", "--json")
    assert said.code == 3
    totals = [row.get("total") for row in said.json]
    assert [bool(total) for total in totals] == [True, False, True]
    assert said.json[1]["position"] == 0


def test_a_batch_writes_a_table_and_tags_what_it_found(itrvault, specimens: Path, tmp_path: Path):
    (tmp_path / "terms.txt").write_text("routing\nsecurity\n", "utf-8")
    said = itrvault("search", specimens, "--batch", "terms.txt", "--csv", "table.csv",
                    "--tag", "privacy and interception", "--author", "Anna")  # fmt: skip
    assert said.code == 0
    assert "One undo takes all of it back" in said.err
    rows = (tmp_path / "table.csv").read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("Line,Query,Read as,Document")
    assert len(rows) > 3
    found = itrvault("search", specimens, 'tag:"privacy and interception"', "--json").json["total"]
    assert found >= itrvault("search", specimens, "routing", "--json").json["total"]
    assert itrvault("undo", specimens).code == 0
    assert (
        itrvault("search", specimens, 'tag:"privacy and interception"', "--json").json["total"]
        < found
    )


def test_redline_is_shown(itrvault, specimens: Path):
    said = itrvault("show", specimens, "WCIT12/901-E", "--redline")
    assert "[-does not give-]" in said.out
    assert "{+gives+}" in said.out


def test_mark_judge_undo_redo(itrvault, specimens: Path):
    said = itrvault(
        "annotate", specimens, "WCIT12/901-E", "--quote", ROUTES, "--note", "Who decides?",
        "--tag", "routing control", "--json",
    )  # fmt: skip
    assert said.code == 0
    mark = said.json
    assert mark["quote"] == ROUTES
    assert mark["tags"] == ["Human rights/Routing control"]
    risk = itrvault(
        "assess", specimens, mark["id"], "--right", "routing", "--severity", "high",
        "--likelihood", "low", "--rationale", "Routes show who talks to whom.", "--json",
    ).json  # fmt: skip
    assert risk["severity"] == "high"
    assert "ICCPR 17" in risk["articles"]
    assert itrvault("search", specimens, "has:risk", "--json").json["total"] == 1
    assert itrvault("undo", specimens).code == 0
    rows = itrvault("annotations", specimens, "--json").json
    [came] = [row for row in rows if row["author"] == "Editor 1"]  # a comment in a Word file
    [row] = [row for row in rows if row != came]
    assert row["risks"] == []
    assert itrvault("undo", specimens).code == 0
    assert itrvault("annotations", specimens, "--json").json == [came]
    assert itrvault("redo", specimens).code == 0
    assert itrvault("redo", specimens).code == 0
    [row] = itrvault("annotations", specimens, "--tag", "routing control", "--json").json
    assert row["risks"][0]["rationale"] == "Routes show who talks to whom."


def test_facts_are_corrected_by_hand_and_back(itrvault, specimens: Path):
    said = itrvault("correct", specimens, "README.txt", "proponent", "Norland", "--json").json
    assert said["facts"]["proponent"] == {"value": "Norland", "source": "by hand"}
    assert itrvault("search", specimens, "proponent:norland name:readme", "--json").json["total"]
    said = itrvault("correct", specimens, "README.txt", "proponent", "", "--json").json
    assert said["facts"]["proponent"] == {"value": "", "source": "unknown"}


def test_fields_are_asked_as_a_person_would(itrvault, specimens: Path):
    def found(query: str) -> set[str]:
        return {
            hit["symbol"] for hit in itrvault("search", specimens, query, "--json").json["hits"]
        }

    assert found("lang:russian") == found("lang:ru") == found("language:Русский") != set()
    assert found("class:unknown") == {""}
    assert "WCIT12/905-E" in found("original:spanish symbol:905") & found("original:en symbol:905")
    assert found("date:2012-11-22") == {"WCIT12/901(Rev.1)-E"}


def test_removing_takes_it_out_of_the_search(itrvault, specimens: Path):
    assert itrvault("search", specimens, "name:readme", "--json").json["total"]
    assert itrvault("remove", specimens, "README.txt", "--yes").code == 0
    assert not itrvault("search", specimens, "name:readme", "--json").json["total"]
    assert itrvault("check", specimens).code == 0


def test_check_is_clean_and_says_what_confines_the_readers(itrvault, specimens: Path):
    said = itrvault("check", specimens, "--json")
    assert said.code == 0
    assert {item["severity"] for item in said.json["items"]} <= {"ok", "warning"}
    assert {"index", "readers", "journal"} <= {item["what"] for item in said.json["items"]}


def test_export_in_every_format_names_nobody(itrvault, specimens: Path, tmp_path: Path):
    itrvault(
        "annotate", specimens, "WCIT12/901-E", "--quote", ROUTES, "--note", "Who?",
        "--author", "Zebulon Quux",
    )  # fmt: skip
    for name in ("markdown", "html", "docx", "csv", "json"):
        out = tmp_path / f"out.{name}"
        assert itrvault("export", specimens, "--format", name, "--out", out).code == 0
        assert b"Zebulon" not in out.read_bytes()
    assert ROUTES in (tmp_path / "out.markdown").read_text("utf-8")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [ROUTES in row.values() for row in rows].count(True) == 1
    again = itrvault("export", specimens, "--format", "csv", "--out", tmp_path / "out.csv")
    assert again.code == 1
    itrvault("export", specimens, "--format", "csv", "--out", tmp_path / "n.csv", "--names")
    assert "Zebulon Quux" in (tmp_path / "n.csv").read_text("utf-8")
