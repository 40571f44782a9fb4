"""Strict YAML: what it refuses, at which line and column, and that nothing it is given can bring it down."""

from __future__ import annotations

import re
import string
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique.diagnostics import Mark, blocking
from communique.kinds import KINDS
from communique.load import check_files
from communique.records import load_record
from communique.tree import MAX_BYTES, RawFile, read_tree
from communique.yamlfile import _HINTS, MAX_DEPTH, Document, parse

HEAD = "# yaml-language-server: $schema=../../schema/actor.json\ntype: body\nnames:\n  en: Toll Office\n"


def told(text: str) -> list[str]:
    """What is found, without the path: ``line:column: code``."""
    return [f"{each.mark.line}:{each.mark.column}: {each.code}" for each in parse(text, "x.yaml").findings]


def hint(text: str) -> str:
    (finding,) = parse(text, "x.yaml").findings
    return finding.hint


# What is read, and where it stands


def test_every_scalar_is_text_until_its_field_says_otherwise() -> None:
    text = "date: 2020\nsigned: no\nlocator: 3.10\ntime: 11:15\noctal: 010\nnothing: 'null'\nquoted: '~'\n"
    assert parse(text, "x.yaml").data == {
        "date": "2020",
        "signed": "no",
        "locator": "3.10",
        "time": "11:15",
        "octal": "010",
        "nothing": "null",
        "quoted": "~",
    }


def test_keys_values_and_rows_have_their_line_and_column() -> None:
    text = "title: Talks\nsides:\n- actor: gna\n  roles: [party, host]\n-   actor: lna\n"
    document = parse(text, "x.yaml")
    assert document.values[("title",)] == (1, 8)
    assert document.keys[("sides", 0, "roles")] == (4, 3)
    assert document.values[("sides", 0, "roles", 1)] == (4, 18)
    assert document.values[("sides", 1)] == (5, 5)
    assert document.values[("sides", 1, "actor")] == (5, 12)


@pytest.mark.parametrize("word", ["Сарадж", "السراج", "𐌰𐌱", "e\u0301"])
def test_columns_count_characters_and_not_bytes(word: str) -> None:
    document = parse(f"names:\n  ar: [{word}, x]\n", "x.yaml")
    assert document.values[("names", "ar", 1)] == (2, 10 + len(word))


def test_the_mark_of_what_is_not_there_is_that_of_what_holds_it() -> None:
    document = parse("title: Talks\nsides:\n- actor: gna\n", "x.yaml")
    assert document.mark(("sides", 0, "list")) == Mark("x.yaml", 3, 3)
    assert document.mark(("statements", 3, "text")) == Mark("x.yaml", 1, 1)
    assert document.mark(("sides",), key=True) == Mark("x.yaml", 2, 1)
    assert Document("x.yaml", "", first_line=4).mark(("a",)) == Mark("x.yaml", 4, 1)


@pytest.mark.parametrize(
    ("style", "value"),
    [
        ("|", "One\n two\n\nthree\n"),
        ("|-", "One\n two\n\nthree"),
        (">", "One\n two\n\nthree\n"),
        (">-", "One\n two\n\nthree"),
    ],
)
def test_long_texts_are_read_as_yaml_has_them_and_words_found_at_their_lines(style: str, value: str) -> None:
    document = parse(f"summary: {style}\n  One\n   two\n\n  three\nnext: x\n", "x.yaml")
    assert document.data == {"summary": value, "next": "x"}
    assert document.find(("summary",), "three") == Mark("x.yaml", 5, 3)


def test_a_word_that_stands_several_times_is_found_where_it_is_meant() -> None:
    document = parse("note: see rt-49 below\nsummary: |\n  rt-493 and rt-49\n  and rt-49\n", "x.yaml")
    assert document.find(("summary",), "rt-49") == Mark("x.yaml", 3, 3)
    assert document.find(("summary",), "rt-49", 1) == Mark("x.yaml", 3, 14)
    assert document.find(("summary",), "rt-49", 2) == Mark("x.yaml", 4, 7)


def test_a_word_that_was_folded_away_is_told_at_the_start_of_its_text() -> None:
    document = parse("summary: >-\n  one\n  two\n", "x.yaml")
    assert document.find(("summary",), "one two") == Mark("x.yaml", 1, 10)


def test_a_document_that_starts_further_down_is_told_at_the_lines_of_its_file() -> None:
    document = parse("title: Talks\nsides: *x\n", "x.md", first_line=2)
    assert [each.mark for each in document.findings] == [Mark("x.md", 3, 8)]
    assert document.values[("title",)] == (2, 8)


# What is refused


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: b\na: c\n", "2:1: duplicate-key"),
        ("- a: b\n  a: c\n", "2:3: duplicate-key"),
        ("a: *b\n", "1:4: yaml-alias"),
        ("a: &b c\n", "1:4: yaml-alias"),
        ("- &b\n", "1:3: yaml-alias"),
        ("&a b: c\n", "1:1: yaml-alias"),
        ("a: b\n<<: c\n", "2:1: yaml-alias"),
        ("a: !!str b\n", "1:4: yaml-tag"),
        ("a: !!python/object/apply:os.system [x]\n", "1:4: yaml-tag"),
        ("a: ! b\n", "1:4: yaml-tag"),
        ("!x a: b\n", "1:1: yaml-tag"),
        ("a: {b: c}\n", "1:4: yaml-flow-map"),
        ("a: [b, {c: d}]\n", "1:8: yaml-flow-list"),
        ("a: [b, [c]]\n", "1:8: yaml-flow-list"),
        ("a: [b: c]\n", "1:5: yaml-flow-list"),
        ("a:\n", "1:3: yaml-null"),
        ("a: ~\n", "1:4: yaml-null"),
        ("a: null\n", "1:4: yaml-null"),
        ("a:\n-\n", "2:2: yaml-null"),
        ("a: [b, ~]\n", "1:8: yaml-null"),
        ("a: b\n---\nc: d\n", "2:1: yaml-documents"),
        ("a: four #1\n", "1:8: cut-at-hash"),
        ("a: b\n\tc: d\n", "2:1: yaml-syntax"),
        ("a:\tb\n", "1:3: yaml-syntax"),
        ("a: |\n  b\tc\n", "2:4: yaml-syntax"),
        ("[a]: b\n", "1:1: yaml-syntax"),
        ("{a: b}: c\n", "1:1: yaml-syntax"),
        ('a: "\\0"\n', "1:4: yaml-syntax"),
        ('a: "\\u2028"\n', "1:4: yaml-syntax"),
    ],
)
def test_what_records_may_not_have_is_refused_where_it_stands(text: str, found: str) -> None:
    assert told(text) == [found]


@pytest.mark.parametrize("text", ["a: b # note\n", "a: 'four #1'\n", "a: b#c\n", "a: |\n  b #c\n", "a: >-\n  b #c\n"])
def test_a_hash_that_cuts_nothing_is_let_be(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("code", [0x00, 0x07, 0x0B, 0x0D, 0x7F, 0x85, 0x2028, 0x2029, 0x202E, 0xD800, 0xFFFE])
def test_characters_that_are_no_text_are_told_at_their_place(code: int) -> None:
    (finding,) = parse(f"names:\n  ar: السراج\n  ru: Са{chr(code)}радж\n", "x.yaml").findings
    assert (finding.mark.line, finding.mark.column) == (3, 9)
    assert f"U+{code:04X}" in finding.what


def test_a_value_given_twice_counts_once_and_its_places_are_those_of_the_first() -> None:
    document = parse("a:\n  b: one\na:\n  b: two\nc: d\n", "x.yaml")
    assert document.data == {"a": {"b": "one"}, "c": "d"}
    assert document.values[("a", "b")] == (2, 6)
    assert [each.mark.line for each in document.findings] == [3]


def test_a_key_that_lost_its_value_is_told_once_when_it_comes_again() -> None:
    assert told("sides:\nsides:\n- actor: gna\n") == ["1:7: yaml-null"]


def test_a_row_that_ran_into_the_one_above_is_one_mistake() -> None:
    rows = "rows:\n- id: a\n  by: x\n  act: y\n  by: x\n  note: z\n  act: y\n"
    assert told(rows) == ["5:3: duplicate-key"]
    assert "start a new row" in hint(rows)


def test_two_keys_given_twice_far_apart_are_two_mistakes() -> None:
    text = "a: 1\nb: 2\nc: 3\na: 4\nd: 5\ne: 6\nf: 7\nb: 8\n"
    assert told(text) == ["4:1: duplicate-key", "8:1: duplicate-key"]


def test_what_was_opened_and_not_closed_is_told_where_it_was_opened() -> None:
    assert told('a: b\nc: "d\ne: f\ng: h\n') == ["2:4: yaml-syntax"]
    assert told("a: b\nc: [d,\ne: f\ng: h\n") == ["2:4: yaml-syntax"]
    assert told("a: b\nword\nc: d\n") == ["2:1: yaml-syntax"]


def test_a_first_row_without_its_dash_is_told_there_and_not_at_the_next_row() -> None:
    assert told("a: b\nrows:\n  by: x\n  to: y\n- id: c\n  by: z\n") == ["3:3: yaml-syntax"]


# From bytes to text


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing(mark: bytes, end: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "content" / "actors"
    folder.mkdir(parents=True)
    text = HEAD + "summary: |\n  Сарадж\n  السراج\npart_of: nobody\n"
    (folder / "toll-office.yaml").write_bytes(mark + text.encode().replace(b"\n", end))
    (file,), findings = read_tree(tmp_path)
    assert findings == []
    assert file.text == text
    loaded = load_record(file, KINDS["actor"])
    assert [str(each).split("; ")[0] for each in loaded.document.findings] == [
        "content/actors/toll-office.yaml:8:10: wrong-type: 'part_of': a list belongs here"
    ]


def test_bytes_that_are_no_utf_8_are_told_at_their_line_and_column(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "actors"
    folder.mkdir(parents=True)
    (folder / "toll-office.yaml").write_bytes("names:\n  ru: Сара".encode() + "дж".encode("cp1251"))
    files, (finding,) = read_tree(tmp_path)
    assert [each.unread for each in files] == [True]
    assert str(finding).startswith("content/actors/toll-office.yaml:2:11: not-utf8: byte 0xE4")


# Every trap has its own hint

TRAPS = {
    "title: Report: the talks\n": "a text with ': ' in it needs quotes around it",
    "title: Talks\n  type: meeting\n": "look at the indentation of this line and of the one above",
    "text: @unsmil said so\n": "a text that starts with a sign needs quotes around it",
    "text: `code`\n": "a text that starts with a sign needs quotes around it",
    "%text\n": "a text that starts with a sign needs quotes around it",
    "text: **bold**\n": "a text that starts with * or & needs quotes around it",
    "text: [sic] he said\n": "a text that starts with [ needs quotes around it",
    "text: 'it's over'\n": "a quote mark inside a quoted text is doubled, or use the other kind",
    "rows:\n  - a\n - b\n": "look at the indentation of this line",
    "title: x\nhalf a line\ntype: y\n": "a key is followed by a colon and a space",
    'title: "Talks\n': "a quote mark is opened and not closed",
    'path: "C:\\quotes"\n': "in double quotes a backslash is doubled; single quotes take it as it is",
    "text: | on one line\n": "a text after | or > starts on the next line",
    "ids: [a, , b]\n": "an id is missing between two commas",
    "ids: [a, b\ntype: x\n": "a bracket is opened and not closed; a text that starts with [ needs quotes",
    "a: b\n...\nc: d\n": "one file, one record: take out the line '...'",
}


@pytest.mark.parametrize(("text", "advice"), TRAPS.items())
def test_a_trap_has_a_hint_of_its_own(text: str, advice: str) -> None:
    assert hint(text) == advice


def test_no_hint_is_without_a_trap_that_leads_to_it() -> None:
    assert {advice for _, _, advice in _HINTS} == set(TRAPS.values())


def test_a_date_in_braces_or_brackets_is_shown_in_quotes() -> None:
    assert hint("date: {2020-01-13,2020-01-15..}\n") == 'quote it: "{2020-01-13,2020-01-15..}"'


# Files made to do harm


def deep(count: int) -> str:
    return "".join("  " * level + f"a{level}:\n" for level in range(count)) + "  " * count + "b: c\n"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 32_000,
        "a: " + "[" * 32_000,
        "{" * 32_000,
        "- " * 32_000 + "x",
        "? " * 32_000,
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a]\n" for n in range(100)),
        "a: &a\n  b: *a\n",
        deep(MAX_DEPTH + 1),
        "a: " + "x" * 500_000,
        "a: " + '"\\u0041' * 50_000,
        "a: '" + "''" * 200_000,
        "a: [" + "x," * 80_000 + "]",
        "a: b\n" * 50_000,
        "a:\n" * 20_000,
        "a: " + "x #y\n  " * 50_000,
        "\n" * 500_000,
        " " * 500_000,
        "a" * 500_000 + ": b",
        "%" * 100_000,
        "!" * 100_000,
        "\x00" * 1000,
        "\ufeff" * 1000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_files_are_read_or_refused_in_bounded_time(text: str) -> None:
    assert len(text) < MAX_BYTES
    start = time.process_time()
    document = parse(text, "x.yaml")
    assert time.process_time() - start < 20
    assert document.findings or document.data is None or isinstance(document.data, dict | str)


def test_nesting_is_refused_one_level_below_the_deepest_allowed() -> None:
    assert told(deep(MAX_DEPTH - 1)) == []
    assert [each.split(": ")[1] for each in told(deep(MAX_DEPTH))] == ["too-deep"]


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"k{number}: v\n" for number in range(5_000)),
        "name_forms:\n" + "- a: 1\n" * 5_000,
        "tenures:\n" + "- x\n" * 5_000,
        "part_of: [" + "X," * 5_000 + "y]\n",
        "summary: '" + "[@nowhere] " * 5_000 + "'\n",
        "summary: '" + "[[ ]] " * 5_000 + "'\n",
        "summary: '" + "<b>` [@x] " * 3_000 + "'\n",
        "identity: " + "certain" * 50_000 + "\n",
        "tenures:\n- post: x\n  start: " + "9" * 50_000 + "\n",
    ],
    ids=lambda text: repr(text[:16]),
)
def test_a_record_full_of_faults_is_told_in_bounded_time_and_few_words(text: str) -> None:
    file = RawFile("content/actors/toll-office.yaml", KINDS["actor"], HEAD + text)
    start = time.process_time()
    findings = check_files([file], []).findings
    assert time.process_time() - start < 20
    assert findings
    assert all(len(each.what) <= 400 and "\n" not in str(each) for each in findings)


# Any text at all

MARKS = ": |- |\n|\n  |  |'|\"|[|]|{|}|#| #x|>-|&x|*x|!!x|~|null|---\n|...\n|%|@|`|\t|?|,|\\|\\x|\r|\u2028|\x00"
SCRAPS = st.lists(st.sampled_from(["a", "b:", "Са", "السراج", "|", *MARKS.split("|")]), max_size=40).map("".join)


def sound(document: Document) -> None:
    """Either data without nulls, or findings; every mark in the file, every message one line."""
    lines = document.text.split("\n")
    nothing = re.sub(r"(?m)#.*|^---|^%.*|\ufeff", "", document.text).strip() == ""
    assert document.data is not None or document.findings or nothing
    for finding in document.findings:
        assert 1 <= finding.mark.line <= len(lines) + 1
        assert finding.mark.column >= 1
        assert "\n" not in str(finding)


@given(SCRAPS | st.text() | st.text(alphabet=string.printable))
@example("")
@example("#")
@example("---")
@example("\ufeff")
@example('"')
@example("a: |\n")
@example("? ")
@example("- - - -")
@example("a: !<tag:yaml.org,2002:str> b")
def test_any_text_is_read_or_refused_and_nothing_else_happens(text: str) -> None:
    sound(parse(text, "x.yaml"))


@given(SCRAPS)
def test_any_text_below_the_fields_of_a_record_is_read_or_refused(text: str) -> None:
    for kind, path in (("actor", "content/actors/x.yaml"), ("event", "content/events/x.yaml")):
        assert check_files([RawFile(path, KINDS[kind], HEAD + text)], []).corpus is None
    note = RawFile("content/notes/x.md", KINDS["note"], "---\ntitle: x\n" + text)
    assert check_files([note], []).corpus is None


FIELDS = ["type: body", "type: bdy", "names:", "  en: x", "  e: x", "en: x", "part_of: [a]", "part_of: a", "part_of:"]
FIELDS += [
    "name_forms:",
    "- text: x",
    "  lang: en",
    "  form: usual",
    "- lang: en",
    "tenures:",
    "- post: x",
    "  body: a",
]
FIELDS += [
    "  start: 2020",
    "note: x",
    "note:",
    "nte: x",
    "draft: yes",
    "sources: [a]",
    "- x",
    "id: x",
    "summary: |",
    "  x",
]


@given(st.lists(st.sampled_from(FIELDS), max_size=12).map("\n".join))
def test_no_record_is_lost_without_an_error(text: str) -> None:
    """What follows from another fault is not told; but that other fault is."""
    loaded = load_record(RawFile("content/actors/x.yaml", KINDS["actor"], text), KINDS["actor"])
    assert (loaded.record is None) is bool(blocking(loaded.document.findings))


values = st.recursive(
    st.text(alphabet=string.ascii_letters + "ياЖ é-:#'\"", min_size=1).filter(lambda text: text.strip() == text),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.text(string.ascii_lowercase, min_size=1), inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


def written(value: object, indent: int = 0) -> str:
    """A value in the YAML of records, texts in single quotes."""
    before = "\n" + "  " * indent
    if isinstance(value, dict):
        return "".join(f"{before}{key}:{written(each, indent + 1)}" for key, each in value.items())
    if isinstance(value, list):
        return "".join(f"{before}-{written(each, indent + 1)}" for each in value)
    return " '" + str(value).replace("'", "''") + "'"


@given(st.dictionaries(st.text(string.ascii_lowercase, min_size=1), values, min_size=1))
def test_what_is_written_is_what_is_read(value: dict[str, object]) -> None:
    document = parse(written(value).lstrip("\n"), "x.yaml")
    assert document.findings == []
    assert document.data == value
