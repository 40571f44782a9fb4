"""The edition with every block, of the smallest dossier: its text, and the folder it builds in."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from tests.dossiers import ROOT, small

NAME = "miravel-every-block-1-2031-03-07-tlp-clear.pdf"
EDITION = """\
---
title: Every block there is
type: note
edition: 1
date: 2031-03-07
covers: 2031-03-04/2031-03-06
as_of: 2031-03-07
authors: [Example Desk]
judgements:
- text: It is very unlikely that the "toll" falls.
  confidence: moderate
  rests_on: [ferry-talks-2031-03-04]
- text: The ferry will run.
  confidence: high
---

## What happened

The towns talked, "earlier this week" [@lakeside-post-2031-03-06] [@miravel-release-2031-03-05],
at [[ferry-talks-2031-03-04]].

A second paragraph {lines}

```timeline
track: ferry
```

```delegations
events: ferry-talks-2031-03-04
```

```quotation
statement: ferry-talks-2031-03-04#boats
```

## What was said

```positions
topics: crossing
```

```claims
claims: sunk-ferries
```

```whos-who
```

```chain
source: lakeside-post-2031-03-06
```
"""


def dossier(into: Path, edition: str = EDITION) -> Path:
    """The smallest dossier with a second briefing, and a source with a Russian title."""
    folder = small(into)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    (folder / "briefings" / "every-block.md").write_text(edition, encoding="utf-8")
    source = folder / "content" / "sources" / "lakeside-post-2031-03-06.yaml"
    text = re.sub(r"(?m)^title: .*$", "title: Паром и пошлина", source.read_text(encoding="utf-8"))
    source.write_text(re.sub(r"(?m)^language: .*$", "language: ru", text), encoding="utf-8")
    return folder


def with_figure(folder: Path, id_: str) -> None:
    """Give the briefing ``id_`` a figure of its own."""
    figures = folder / "briefings" / "figures"
    figures.mkdir(exist_ok=True)
    Image.new("RGB", (60, 40), "grey").save(figures / "ferry.png")
    with (folder / "briefings" / f"{id_}.md").open("a", encoding="utf-8") as opened:
        opened.write(FIGURE)


FIGURE = """
```figure
file: ferry.png
alt: A grey field
caption: The ferry, from very near
credit: Example Desk, CC BY 4.0
```
"""
