"""Import and index a folder of PDFs, beside Recoll on the same files in the same run.

    python tests/bench/bench_import.py FOLDER [--runs N] [--sealed]

Each program runs in a process of its own, in turn, `--runs` times; the table gives the best run of
each. Memory is the proportional set size (PSS) of the process and all below it, looked at ten times
a second. Recoll (Debian: recollcmd, poppler-utils) is left out, and that is said, when it is not
installed. Nothing is left behind.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass
class Result:
    """Wall seconds, processor seconds, peak memory in MB, size of what was written in MB."""

    seconds: float
    processor: float
    memory: float
    size: float


def below(process: int) -> list[int]:
    """A process and its descendants."""
    found, waiting = [], [process]
    while waiting:
        one = waiting.pop()
        found.append(one)
        try:
            for task in os.listdir(f"/proc/{one}/task"):
                waiting += map(int, Path(f"/proc/{one}/task/{task}/children").read_text().split())
        except OSError:
            continue
    return found


def memory_of(process: int) -> float:
    """PSS in MB of a process and all below it; 0 where the system does not tell."""
    total = 0
    for one in below(process):
        try:
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            continue
    return total / 1024


def watch(command: list[str], environment: dict[str, str], log: Path) -> tuple[float, float, float]:
    """Run a command; wall seconds, processor seconds, peak memory."""
    before = os.times()
    begun = time.perf_counter()
    peak = 0.0
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT)
        while True:
            try:
                process.wait(0.1)
                break
            except subprocess.TimeoutExpired:
                peak = max(peak, memory_of(process.pid))
    seconds = time.perf_counter() - begun
    after = os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    if process.returncode not in (0, 3):
        sys.exit(f"{command[0]} failed:\n{log.read_text(errors='replace')[-2000:]}")
    return seconds, used, peak


def size_of(path: Path) -> float:
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(p.stat().st_size for p in files) / 1e6


def run_ours(folder: Path, scratch: Path, *, sealed: bool) -> tuple[Result, dict[str, float]]:
    vault, told = scratch / "bench.itrvault", scratch / "told.json"
    vault.unlink(missing_ok=True)
    command = [sys.executable, __file__, str(folder), "--import-into", str(vault)]
    if sealed:
        command.append("--sealed")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with_told = {**environment, "BENCH_TOLD": str(told)}
    seconds, used, peak = watch(command, with_told, scratch / "ours.log")
    return Result(seconds, used, peak, size_of(vault)), json.loads(told.read_text())


def run_recoll(folder: Path, scratch: Path) -> Result:
    home = scratch / "recoll"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    (home / "recoll.conf").write_text(f"topdirs = {folder}\nfollowLinks = 1\nloglevel = 2\n")
    environment = {**os.environ, "HOME": str(home), "RECOLL_CONFDIR": str(home)}
    command = ["recollindex", "-c", str(home), "-z"]
    seconds, used, peak = watch(command, environment, scratch / "recoll.log")
    return Result(seconds, used, peak, size_of(home / "xapiandb"))


def import_into(vault: Path, folder: Path, *, sealed: bool) -> None:
    """The child: one import, and what it says of itself."""
    from itrvault.ingest import run_import
    from itrvault.model.report import FileStatus
    from itrvault.vault import Vault

    with Vault.create(vault, "correct horse battery staple" if sealed else None) as opened:
        report = run_import(opened, [folder])
    told = {"files": len(report.rows), "imported": report.count(FileStatus.IMPORTED),
            "units": report.units, "seconds": report.seconds}  # fmt: skip
    Path(os.environ["BENCH_TOLD"]).write_text(json.dumps(told))


def show(name: str, result: Result, units: float, first: Result) -> None:
    print(
        f"{name:22} {result.seconds:8.2f} {units / result.seconds:9.0f} {result.processor:8.1f}"
        f" {result.memory:9.0f} {result.size:9.1f} {first.seconds / result.seconds:7.2f}"
    )


def best(results: list[Result]) -> Result:
    return min(results, key=lambda result: result.seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--sealed", action="store_true")
    parser.add_argument("--import-into", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.import_into:
        import_into(options.import_into, options.folder, sealed=options.sealed)
        return
    folder = options.folder.resolve()
    peer = shutil.which("recollindex")
    ours: list[Result] = []
    theirs: list[Result] = []
    told: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for path in folder.rglob("*"):  # the same warm cache for everybody
            if path.is_file():
                path.read_bytes()
        for _ in range(options.runs):
            result, told = run_ours(folder, Path(scratch), sealed=options.sealed)
            ours.append(result)
            if peer:
                theirs.append(run_recoll(folder, Path(scratch)))
    print(
        f"{told['imported']:.0f} of {told['files']:.0f} files, {told['units']:.0f} pages and "
        f"sections, {size_of(folder):.1f} MB; {os.cpu_count()} cores, best of {options.runs}"
    )
    print(f"{'':22} {'seconds':>8} {'pages/s':>9} {'cpu s':>8} {'peak MB':>9} {'size MB':>9} "
          f"{'speed':>7}")  # fmt: skip
    first = best(theirs or ours)
    if theirs:
        show("recollindex", first, told["units"], first)
    else:
        print("recollindex is not installed (apt install recollcmd poppler-utils)")
    name = "itrvault, sealed" if options.sealed else "itrvault"
    show(name, best(ours), told["units"], first)
    print(f"vault / originals: {best(ours).size / size_of(folder):.2f}")


if __name__ == "__main__":
    main()
