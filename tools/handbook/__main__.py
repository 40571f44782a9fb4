"""Run the handbook's week, and write what each step printed into docs/handbook.md, between its markers.

    python -m tools.handbook [--check] [--pictures]

``--check`` writes nothing, and ends with 1 where the handbook says anything else; ``--pictures`` takes them anew.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.browser import launched
from tools.handbook.page import HANDBOOK, differing, with_outputs
from tools.handbook.week import week


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the handbook is out of date")
    parser.add_argument("--pictures", action="store_true", help="take the pictures of docs/handbook/ anew")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="communique-week-") as scratch, launched() as browser:
        told = week(Path(scratch), browser, pictures=options.pictures)
    if options.check:
        wrong = differing(HANDBOOK.read_text(encoding="utf-8"), told)
        print("\n".join(wrong) or "docs/handbook.md says what the week printed")
        return int(bool(wrong))
    HANDBOOK.write_text(with_outputs(HANDBOOK.read_text(encoding="utf-8"), told), encoding="utf-8")
    print(f"docs/handbook.md: {len(told)} outputs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
