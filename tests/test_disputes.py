"""A disputed assertion stands nowhere without its dispute: in no page, paper, feed, table or other output."""

from __future__ import annotations

import copy
import json
import pickle
import re
from pathlib import Path

import pytest
from markupsafe import escape

from communique.checking import check_dossier
from communique.corpus import Corpus
from communique.disputes import Disputed, bare, with_disputes
from communique.errors import BuildError
from communique.kinds import Event
from communique.press.theme import environment, render
from communique.views.sheet import Site
from tests.dossiers import ROOT, small
from tests.pages import corpus, record
from tools.canaries.disputes import assertions, bare_in, letters, outputs

TALKS = "ferry-talks-2031-03-04"
FAR = 600


def more_disputes() -> Corpus:
    """The smallest dossier with more assertions and denials: by several, by nobody named, in part, of two claims."""
    said = {"act": "assertion", "topic": "crossing", "sources": ["miravel-release-2031-03-05"], "within": "20 days"}
    rows = [
        {**said, "id": f"a{number}", "by": ["upper-miravel"], "text": f"Assertion number {number} of the upper town."}
        for number in range(4)
    ]
    rows += [
        {**said, "id": "d0", "act": "denial", "by": ["lower-miravel", "upper-miravel"], "text": "Not so."},
        {**said, "id": "d1", "act": "denial", "unnamed": "a clerk", "text": "Not quite so."},
    ]
    rows[0] |= {"quote": "every single ferry of ours lies there", "quote_source": "miravel-release-2031-03-05"}
    return corpus(
        record("event", "fair", title="A fair", type="announcement", date="2031-03-05", tracks=["ferry"],
               sources=[{"source": "miravel-release-2031-03-05", "credibility": "2"}], statements=rows,
               summary="A fair [@miravel-release-2031-03-05]."),
        record("claim", "first", question="Is it so?", topic="crossing", assertions=["fair#a0", "fair#a1"],
               answers=[{"statement": "fair#d0", "how": "denies"}]),
        record("claim", "second", question="Is it quite so?", topic="crossing", assertions=["fair#a1", "fair#a2"],
               answers=[{"statement": "fair#d1", "how": "denies-part"}]),
        record("claim", "third", question="Is anything so?", topic="crossing", assertions=["fair#a3"],
               answers=[{"statement": "fair#d1", "how": "deflects"}]),
    )  # fmt: skip


@pytest.fixture(scope="module")
def told() -> dict[str, bytes]:
    return dict(outputs(more_disputes(), ROOT))


def test_no_output_has_a_disputed_assertion_without_its_dispute(told: dict[str, bytes]) -> None:
    said = assertions(more_disputes())
    assert set(said) == {f"{TALKS}#boats", "fair#a0", "fair#a1", "fair#a2"}
    assert [each for name, raw in told.items() for each in bare_in(name, raw, said)] == []
    read = [letters(raw.decode("utf-8", "replace")) for raw in told.values()]
    for words, _ in said.values():
        assert sum(letters(words) in text for text in read) > 3, "else that it is bare nowhere would prove nothing"


def test_a_bare_assertion_would_be_found() -> None:
    said = assertions(more_disputes())
    for raw in (
        b"<p>Lower Miravel has <b>sunk</b> two of its fer\xc2\xadries.</p>",
        b'{"a": "LOWER MIRAVEL has sunk two of its ferries"}',
    ):
        assert list(bare_in("x", raw, said))
    assert not list(
        bare_in("x", b"<p>[disputed by Lower Miravel] Lower Miravel has sunk two of its ferries.</p>", said)
    )


def test_quoted_words_of_a_disputed_assertion_stand_beside_it(told: dict[str, bytes]) -> None:
    words = letters("every single ferry of ours lies there")
    held = {name: letters(re.sub(r"<[^<>]*>", "", raw.decode("utf-8", "replace"))) for name, raw in told.items()}
    assert sum(words in read for read in held.values()) > 2
    for name, read in held.items():
        at = read.find(words)
        assert at < 0 or "disputed" in read[max(0, at - FAR) : at + FAR], name


def test_a_page_names_who_disputes_it() -> None:
    made = with_disputes(more_disputes())
    told = {row.id: str(row.text)[:60] for row in made.get(Event, "fair").statements}
    assert told["a0"] == "[disputed by Lower Miravel and Upper Miravel] Assertion number 0 of the upper town."[:60]
    assert told["a1"].startswith("[disputed by Lower Miravel and Upper Miravel] ")
    assert told["a2"].startswith("[disputed, by nobody named] ")
    assert told["a3"] == "Assertion number 3 of the upper town."


def test_every_rendering_of_a_disputed_text_carries_its_dispute() -> None:
    text = Disputed("Two <b> ferries", "disputed by Lower Miravel")
    whole = "[disputed by Lower Miravel] Two <b> ferries"
    assert [str(text), f"{text}", "".join([text]), text + "", json.loads(json.dumps(text))] == [whole] * 5
    assert text[:12] == "[disputed by"
    assert escape(text) == 'Two &lt;b&gt; ferries <span class="dispute">[disputed by Lower Miravel]</span>'
    for copied in (copy.copy(text), copy.deepcopy(text), pickle.loads(pickle.dumps(text))):
        assert (str(copied), bare(copied)) == (whole, "Two <b> ferries")


def test_a_corpus_goes_through_once() -> None:
    made = with_disputes(more_disputes())
    assert with_disputes(made) is made
    site = Site(more_disputes())
    assert isinstance(site.corpus.get(Event, "fair").statements[0].text, Disputed)


def test_where_the_denial_is_gone_so_is_the_dispute() -> None:
    made = with_disputes(more_disputes())
    without = Corpus(made.dossier, {id_: each for id_, each in made.records.items() if id_ != "first"})
    assert str(with_disputes(without).get(Event, "fair").statements[0].text).startswith("Assertion number 0")


@pytest.mark.parametrize(
    "written", ["{{ view.text._said }}", "{{ view.text['_said'] }}", "{{ view.text|attr('_said') }}"]
)
def test_no_template_reaches_the_bare_text(written: str, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "x.html").write_text(written, encoding="utf-8")
    with pytest.raises(BuildError, match=r"templates/x\.html"):
        render(environment(tmp_path), "x.html", {"text": Disputed("a", "b")}, "x")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("content/notes/who-crosses.md", "Both towns", "Lower Miravel has sunk two of its ferries. Both towns"),
        (f"content/events/{TALKS}.yaml", "title: Upper", "title: LOWER Miravel has sunk two of its ferries; Upper"),
        ("content/tracks/ferry.yaml", "summary: Who", "summary: 'Lower Miravel has sunk two, of its ferries.' # Who"),
    ],
)
def test_a_text_that_repeats_a_disputed_assertion_is_an_error(path: str, old: str, new: str, tmp_path: Path) -> None:
    root = small(tmp_path)
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    (found,) = (each for each in check_dossier(root).findings if each.code == "bare-assertion")
    assert (found.mark.path, "sunk-ferries" in found.what) == (path, True)


def test_a_text_that_leads_to_the_claim_may_say_what_is_disputed(tmp_path: Path) -> None:
    root = small(tmp_path)
    for path, old, new in (
        ("content/notes/who-crosses.md", "Both towns", "Lower Miravel has sunk two of its ferries: [[sunk-ferries]]."),
        ("briefings/ferry-note.md", "- text: It is", "- text: Lower Miravel has sunk two of its ferries, and it is"),
    ):
        text = (root / path).read_text(encoding="utf-8")
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert check_dossier(root).findings == ()
