"""Findings as they print: for a person, a program, a code host and a CI run, with whatever text they quote."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.codes import CODES
from communique.diagnostics import LONGEST, Diagnostic, Mark, Severity, blocking, did_you_mean, shorten
from communique.errors import FindingsError
from communique.reporting import REPORTS, as_json, as_text, github, gitlab, sarif, tally

NASTY = "100 % of\r\n::error::x, a:b 'السراج'"
FINDINGS = [
    Diagnostic(
        Mark("content/events/moscow.yaml", 4, 11), "unknown-actor", "no actor 'hafter'", "did you mean 'haftar'?"
    ),
    Diagnostic(Mark("content/actors/haftar.yaml"), "schema-line", NASTY),
    Diagnostic(Mark("content/sources/a,b:c.yaml", 2), "unused-source", "nothing cites 'a'", "cite it"),
]

texts = st.text(min_size=1, max_size=60).filter(lambda text: text.strip() != "")
# Bytes of a file's name that are no UTF-8 reach us as lone surrogates U+DC80 to U+DCFF.
signs = st.characters(exclude_categories=["Cs"]) | st.sampled_from("\n\r,:%\x1b\udc80\udcff\u2028")
marks = st.builds(Mark, st.text(signs, min_size=1), st.integers(1, 9999), st.integers(1, 999))
diagnostics = st.builds(Diagnostic, marks, st.sampled_from(sorted(CODES)), texts, st.just("") | texts)


# For a person


def test_a_finding_says_where_what_and_what_to_do() -> None:
    assert as_text(FINDINGS[:1]) == (
        "content/events/moscow.yaml:4:11: unknown-actor: no actor 'hafter'; did you mean 'haftar'?"
    )


def test_what_repeats_on_a_line_without_end_is_counted_and_not_told() -> None:
    repeated = [Diagnostic(Mark("a.md", 4, column), "bad-citation", "x") for column in range(1, 5001)]
    after = Diagnostic(Mark("a.md", 5), "bad-citation", "x")
    lines = as_text([*repeated, after]).splitlines()
    assert lines[9] == "a.md:4:10: bad-citation: x"
    assert lines[10:] == ["a.md:4: bad-citation: 4990 more of these on this line", "a.md:5:1: bad-citation: x"]
    assert len(json.loads(as_json([*repeated, after]))) == 5001


def test_a_finding_without_a_hint_ends_with_what_is_wrong() -> None:
    assert as_text([Diagnostic(Mark("a.yaml"), "cycle", "round and round")]) == "a.yaml:1:1: cycle: round and round"


def test_findings_are_sorted_by_place_and_then_by_code() -> None:
    places = [("b", 1, 1), ("a", 10, 1), ("a", 9, 5), ("a", 9, 4)]
    unsorted = [Diagnostic(Mark(*place), "cycle", "x") for place in places]
    unsorted.append(Diagnostic(Mark("a", 9, 4), "bad-date", "x"))
    assert [(each.mark.path, each.mark.line, each.mark.column, each.code) for each in sorted(unsorted)] == [
        ("a", 9, 4, "bad-date"),
        ("a", 9, 4, "cycle"),
        ("a", 9, 5, "cycle"),
        ("a", 10, 1, "cycle"),
        ("b", 1, 1, "cycle"),
    ]


def test_what_a_finding_quotes_never_breaks_its_line_and_has_an_end() -> None:
    finding = Diagnostic(Mark("a.yaml"), "bad-choice", "'one\ntwo' is not one of x", "y" * 10_000)
    assert finding.what == "'one two' is not one of x"
    assert len(finding.hint) == LONGEST
    assert finding.hint.endswith("…")
    assert shorten("short", 5) == "short"


def test_a_code_that_is_not_declared_is_a_mistake_of_ours() -> None:
    with pytest.raises(LookupError, match=r"codes\.py"):
        Diagnostic(Mark("a.yaml"), "no-such-code", "x")


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "no errors, no warnings, no notes"),
        (1, "1 error, no warnings, no notes"),
        (2, "1 error, 1 warning, no notes"),
        (3, "1 error, 1 warning, 1 note"),
    ],
)
def test_the_tally_counts_in_words(count: int, words: str) -> None:
    assert tally(FINDINGS[:count]) == words
    assert tally(FINDINGS * 2) == "2 errors, 2 warnings, 2 notes"


def test_only_errors_block() -> None:
    assert blocking(FINDINGS) == FINDINGS[:1]
    assert str(FindingsError(FINDINGS)).splitlines()[0].startswith("content/actors/haftar.yaml")
    assert FindingsError(FINDINGS).findings == tuple(sorted(FINDINGS))


def test_a_spelling_is_suggested_only_where_one_comes_near() -> None:
    assert did_you_mean("hafter", ["haftar", "sarraj"]) == "did you mean 'haftar'?"
    assert did_you_mean("zzz", ["haftar", "sarraj"]) == ""
    assert did_you_mean("zzz", [], "add it") == "add it"


# For programs


def test_json_has_the_same_keys_for_each_finding_in_the_same_order() -> None:
    rows = json.loads(as_json(FINDINGS))
    assert [list(row) for row in rows] == [["path", "line", "column", "severity", "code", "what", "hint"]] * 3
    assert [row["severity"] for row in rows] == ["error", "warning", "note"]
    assert json.loads(as_json([])) == []


def test_sarif_declares_every_code_and_points_to_its_place() -> None:
    made = json.loads(sarif(FINDINGS))
    assert made["version"] == "2.1.0"
    (run,) = made["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(CODES)
    assert {rule["defaultConfiguration"]["level"] for rule in rules} <= {"error", "warning", "note"}
    for finding, result in zip(FINDINGS, run["results"], strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert result["ruleId"] == finding.code
        assert result["level"] == finding.severity
        assert unquote(place["artifactLocation"]["uri"]) == finding.mark.path
        assert place["region"] == {"startLine": finding.mark.line, "startColumn": finding.mark.column}


def test_annotations_keep_signs_that_would_end_them() -> None:
    lines = github(FINDINGS).split("\n")
    assert lines[0] == (
        "::error file=content/events/moscow.yaml,line=4,col=11,title=unknown-actor"
        "::no actor 'hafter'; did you mean 'haftar'?"
    )
    assert lines[1].startswith("::warning file=content/actors/haftar.yaml,line=1,col=1,title=schema-line::100 %25 of")
    assert lines[2].startswith("::notice file=content/sources/a%2Cb%3Ac.yaml,line=2,")
    assert len(lines) == len(FINDINGS)


@pytest.mark.parametrize("name", REPORTS)
def test_no_findings_print_as_nothing_to_say(name: str) -> None:
    said = REPORTS[name]([])
    assert said == "" or json.loads(said) is not None


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("path", ["content/a\n::error::b.yaml", "content/\udcff.yaml", "content/\x1b[2J.yaml"])
def test_a_file_named_to_do_harm_is_told_on_one_line_of_plain_text(name: str, path: str) -> None:
    said = REPORTS[name]([Diagnostic(Mark(path), "bad-file-name", f"'{path}' is not an id")])
    said.encode("utf-8")
    assert "\x1b" not in said
    if name in ("text", "github"):
        assert len(said.splitlines()) == 1


@given(st.lists(diagnostics, max_size=4))
def test_any_findings_print_in_every_form_and_can_be_read_back(found: list[Diagnostic]) -> None:
    assert len(as_text(found).splitlines()) == len(found)
    rows = json.loads(as_json(found))
    assert [(row["what"], row["hint"]) for row in rows] == [(each.what, each.hint) for each in found]
    results = json.loads(sarif(found))["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
    assert [unquote(place, errors="surrogateescape") for place in places] == [each.mark.path for each in found]
    for line in github(found).splitlines():
        assert re.match(r"::(error|warning|notice) file=[^,]*,line=\d+,col=\d+,title=[a-z0-9-]+::", line), line


def test_every_severity_has_a_word_of_its_own() -> None:
    assert {CODES[each.code].severity for each in FINDINGS} == set(Severity)


# For GitLab


def test_a_code_quality_report_names_each_finding_by_what_it_is_and_not_by_its_line() -> None:
    moved = Diagnostic(Mark("content/events/moscow.yaml", 9, 1), FINDINGS[0].code, FINDINGS[0].what, FINDINGS[0].hint)
    first, again = json.loads(gitlab([FINDINGS[0], moved]))
    assert first["location"] == {"path": "content/events/moscow.yaml", "lines": {"begin": 4}}
    assert first["severity"] == "major"
    assert json.loads(gitlab([moved]))[0]["fingerprint"] == first["fingerprint"]
    assert again["fingerprint"] != first["fingerprint"]
