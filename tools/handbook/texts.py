"""What is written in the week. All of it is invented: there is no Lake Miravel."""

STATEMENT = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The toll stays, says Lower Miravel</title>
<meta property="og:site_name" content="Town of Lower Miravel">
<meta property="article:published_time" content="2031-03-10"></head>
<body><nav>Home · Council · Ferry</nav><article><h1>The toll stays, says Lower Miravel</h1>
<p>10 March 2031. Delegates of Upper Miravel came to the boathouse yesterday and talked with the council of Lower
Miravel about the ferry for four hours.</p>
<p>"The toll stays until both landings are mended," said Tom Ashlar, the ferry master, who led our delegation.</p>
<p>Upper Miravel had asked once more that the toll fall by half. No day was set for another meeting.</p>
</article><footer>Imprint</footer></body></html>
"""
SOURCE = "lower-miravel-2031-03-10"
ACTOR = """\
type: person
names:
  en: Tom Ashlar
part_of: [lower-miravel]
"""
EVENT = "the-towns-talk-about-the-toll-again-2031-03-10"
BRIEFING = """\
---
title: The toll, after the second round
type: note
edition: 1
date: 2031-03-13
covers: 2031-03-04/2031-03-10
as_of: 2031-03-13
authors: [Example Desk]
send_to: ferry
tracks: [ferry]
topics: [crossing]
judgements:
- text: It is unlikely that the toll falls before summer.
  confidence: low
  rests_on: [the-towns-talk-about-the-toll-again-2031-03-10]
changes: First edition.
---

```judgements
```

## What happened

The towns met again on 10 March, and the toll stays as it is [@lower-miravel-2031-03-10]; see
[[the-towns-talk-about-the-toll-again-2031-03-10]].

```timeline
track: ferry
```

```claims
claims: sunk-ferries
```

```sources
```
"""
SECOND = """\
changes: The day of the second round is put right.
corrections:
- date: 2031-03-15
  what: the day of the second round
  was: 10 March
  now: 9 March
  why: The release of 10 March says "yesterday"."""
READERS = "address,name\nann@readers.example.org,Ann Reader\nbob@readers.example.org,Bob Reader\n"
