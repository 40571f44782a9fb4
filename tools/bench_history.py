"""Time what is told from git on a long history, beside git's own log of it.

    .venv/bin/python tools/bench_history.py [--commits 20000] [--records 2000]

A repository is written with ``git fast-import``: places that two invented editors change in turn, one a commit.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from communique.checking import check_dossier
from communique.history import Repository
from communique.history.pasts import read_history
from tests.dossiers import small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EDITORS = ("Ada Invented <ada@example.org>", "Ben Invented <ben@example.org>")
PLACE = """# yaml-language-server: $schema=../../schema/place.json
names:
  en: Pier {number}
type: city
lat: {lat}
lon: 16.00
precision: site
note: Seen {seen} times.
"""


def stream(root: Path, commits: int, records: int) -> Iterator[str]:
    for number in range(commits):
        editor = EDITORS[number % 2]
        yield f"commit refs/heads/main\nmark :{number + 1}\n"
        yield f"author {editor} {1_600_000_000 + 600 * number} +0000\n"
        yield f"committer {editor} {1_600_000_000 + 600 * number} +0000\n"
        yield data(f"Change {number}")
        if number == 0:
            for path in sorted(path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts):
                yield f"M 644 inline {path.relative_to(root)}\n{data(path.read_text(encoding='utf-8'))}"
        record = number % records
        text = PLACE.format(number=record, lat=round(10 + record / records, 4), seen=number)
        yield f"M 644 inline content/places/pier-{record}.yaml\n{data(text)}"


def data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"


def timed(name: str, run: Callable[[], object]) -> float:
    start, cpu = time.perf_counter(), time.process_time()
    run()
    wall = time.perf_counter() - start
    print(f"{name:<44} {wall:7.2f} s wall  {time.process_time() - cpu:7.2f} s CPU of ours")
    return wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commits", type=int, default=20_000)
    parser.add_argument("--records", type=int, default=2_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = small(Path(scratch) / "dossier")
        subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
        given = "".join(stream(root, options.commits, options.records)).encode()
        subprocess.run(["git", "fast-import", "--quiet"], input=given, cwd=root, check=True)
        subprocess.run(["git", "reset", "-q", "--hard"], cwd=root, check=True)
        repository = Repository.of(root)
        assert repository is not None
        cache = root / ".cache" / "history"
        print(f"{options.commits} commits, {options.records} records")
        base = timed("git log --raw", lambda: repository.git("log", "--raw", "--no-renames", "--no-abbrev"))
        first = timed("history, first time", lambda: read_history(repository, cache=cache))
        again = timed("history, kept", lambda: read_history(repository, cache=cache))
        checked = timed("check with what is due", lambda: check_dossier(root))
        print(f"history / git log: {first / base:.1f}, kept: {again / base:.2f}; check: {checked / base:.1f}")


if __name__ == "__main__":
    main()
