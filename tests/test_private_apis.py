"""What we take from libraries beyond their documented surface: each test names what broke and who relies on it."""

from __future__ import annotations

import argparse
import io
import logging
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import pytest
import yaml
from feedgenerator import Atom1Feed
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.settings import read_settings
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from communique.pelican.edge import close_run, open_run

MARKDOWN = "markdown-it-py"


# markdown-it-py


def test_markdown_it_asks_the_validate_link_of_the_instance() -> None:
    parser = MarkdownIt("commonmark")
    asked: list[str] = []
    parser.validateLink = lambda url: not asked.append(url)  # type: ignore[method-assign, func-returns-value]
    html = parser.render("[a](javascript:x) <https://example.org/> ![b](data:x)")
    assert asked == ["javascript:x", "https://example.org/", "data:x"], (
        f"{MARKDOWN} no longer asks an overridden MarkdownIt.validateLink: markdown.py cannot keep links to its schemes"
    )
    assert 'href="javascript:x"' in html, f"{MARKDOWN} refuses links by itself: markdown.py's _allowed is not all"


class _Ours(RendererHTML):
    def citation(self, tokens: Any, at: int, options: Any, env: Any) -> str:
        return f"<cite>{tokens[at].content}</cite>"

    def renderToken(self, tokens: Any, idx: int, options: Any, env: Any) -> str:  # noqa: N802
        tokens[idx].attrs["class"] = "ours"
        return super().renderToken(tokens, idx, options, env)


def test_a_method_of_a_markdown_it_renderer_is_the_rule_for_its_token() -> None:
    parser = MarkdownIt("commonmark")

    def rule(state: Any, silent: bool) -> bool:
        if not state.src.startswith("[@", state.pos):
            return False
        if not silent:
            state.push("citation", "", 0).content = "here"
        state.pos += 2
        return True

    parser.inline.ruler.before("link", "citation", rule)
    html = _Ours().render(parser.parse("a [@ b"), parser.options, {})
    assert "<cite>here</cite>" in html, (
        f"{MARKDOWN}: RendererHTML no longer collects methods as rules by the token's name: views/sheet.py _Renderer"
    )


def test_markdown_it_draws_tokens_without_a_rule_by_render_token() -> None:
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse("|a|\n|:-:|\n|b|\n")
    cells = [token for token in tokens if token.type == "td_open"]
    assert [cell.attrs for cell in cells] == [{"style": "text-align:center"}], (
        f"{MARKDOWN} aligns cells in another way: views/sheet.py renderToken turns style= into a class"
    )
    html = _Ours().render(tokens, parser.options, {})
    assert '<td style="text-align:center" class="ours">' in html, (
        f"{MARKDOWN} no longer calls RendererHTML.renderToken: views/sheet.py takes style= out of tables there"
    )


def test_markdown_it_says_on_which_lines_a_fence_stands() -> None:
    (fence,) = [each for each in MarkdownIt("commonmark").parse("a\n\n```x\nb\n```\n") if each.type == "fence"]
    assert (fence.map, fence.info, fence.markup, fence.content) == ([2, 5], "x", "```", "b\n"), (
        f"{MARKDOWN}: a fence's map, info, markup or content changed: markdown.py fences, views/body.py"
    )


# PyYAML

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]


def events(loader: Any, text: str) -> Iterator[Any]:
    reading = loader(text)
    while True:
        event = reading.get_event()
        yield event
        if isinstance(event, yaml.StreamEndEvent):
            return


@pytest.mark.parametrize("loader", LOADERS)
def test_pyyaml_hands_out_events_one_by_one(loader: Any) -> None:
    names = [type(event).__name__.removesuffix("Event") for event in events(loader, "a: [b]\n")]
    assert names == [
        "StreamStart", "DocumentStart", "MappingStart", "Scalar", "SequenceStart", "Scalar", "SequenceEnd",
        "MappingEnd", "DocumentEnd", "StreamEnd",
    ], "PyYAML: get_event of a loader gives other events: yamlfile.py _Builder"  # fmt: skip


@pytest.mark.parametrize("loader", LOADERS)
def test_events_of_pyyaml_tell_style_anchor_tag_and_place(loader: Any) -> None:
    text = "a: &x plain\nb: 'quoted'\nc: [1]\nd:\n- *x\ne: !t y\nf: {g: h}\n"
    found = list(events(loader, text))
    scalars = {each.value: each for each in found if isinstance(each, yaml.ScalarEvent)}
    relies = "yamlfile.py _Builder tells quoted from plain texts, refuses anchors and tags, and gives lines by them"
    assert scalars["plain"].implicit[0] is True, f"PyYAML: implicit of a plain scalar changed: {relies}"
    assert scalars["quoted"].implicit[0] is False, f"PyYAML: implicit of a quoted scalar changed: {relies}"
    assert scalars["plain"].anchor == "x", f"PyYAML: anchor changed: {relies}"
    assert scalars["1"].anchor is None, f"PyYAML: anchor changed: {relies}"
    assert scalars["y"].tag == "!t", f"PyYAML: tag changed: {relies}"
    assert scalars["h"].tag is None, f"PyYAML: tag changed: {relies}"
    mark: Any = scalars["quoted"].start_mark
    end: Any = scalars["plain"].end_mark
    assert (mark.line, mark.column) == (1, 3), f"PyYAML: start_mark changed: {relies}"
    assert end.column == 11, f"PyYAML: end_mark changed: {relies}"
    styles = [bool(each.flow_style) for each in found if isinstance(each, yaml.CollectionStartEvent)]
    assert styles == [False, True, False, True], f"PyYAML: flow_style changed: {relies}"
    assert [each.anchor for each in found if isinstance(each, yaml.AliasEvent)] == ["x"], relies


@pytest.mark.parametrize("loader", LOADERS)
def test_pyyaml_says_where_a_text_is_no_yaml(loader: Any) -> None:
    with pytest.raises(yaml.MarkedYAMLError) as raised:
        list(events(loader, "a: b: c\n"))
    error = raised.value
    assert "mapping values are not allowed" in (error.problem or ""), (
        "PyYAML words its errors otherwise: yamlfile.py _HINTS goes by them"
    )
    assert error.problem_mark is not None, "PyYAML: problem_mark is gone: yamlfile.py _syntax_fault"
    assert error.problem_mark.line == 0, "PyYAML: problem_mark changed: yamlfile.py _syntax_fault"


# pydantic


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)
    KIND: ClassVar[str] = "row"

    choice: Literal["one", "two"] | None = None
    """Which one."""

    listed: tuple[str, ...] = ()
    mapped: dict[Annotated[str, StringConstraints(pattern="^[a-z]{2}$")], str] = {}
    inner: _Row | None = None
    text: Annotated[str, StringConstraints(min_length=1), "marker"] = "x"
    flag: bool = False
    number: Annotated[float, Field(ge=-90, le=90)] = 0
    copy_seen: Literal["whole"] = Field("whole", alias="copy")


@pytest.mark.parametrize(
    ("key", "value", "sort"),
    [
        ("choice", "three", "literal_error"),
        ("choise", "one", "extra_forbidden"),
        ("listed", "one", "tuple_type"),
        ("mapped", "one", "dict_type"),
        ("mapped", {"english": "one"}, "string_pattern_mismatch"),
        ("inner", "one", "model_type"),
        ("text", [], "string_type"),
        ("text", "", "string_too_short"),
        ("flag", [], "bool_type"),
        ("flag", "perhaps", "bool_parsing"),
        ("number", [], "float_type"),
        ("number", "x", "float_parsing"),
        ("number", "91", "less_than_equal"),
        ("number", "-91", "greater_than_equal"),
    ],
)
def test_pydantic_names_faults_as_validation_knows_them(key: str, value: Any, sort: str) -> None:
    with pytest.raises(ValidationError) as raised:
        _Row.model_validate({key: value})
    (detail,) = raised.value.errors(include_url=False)
    assert detail["type"] == sort, f"pydantic calls this fault otherwise: validation.py says '{sort}' in our words"
    loc = (key, "english", "[key]") if sort == "string_pattern_mismatch" else (key,)
    assert detail["loc"] == loc, "pydantic tells the place of a fault otherwise: validation.py _written"


def test_pydantic_names_a_missing_key() -> None:
    class Needy(BaseModel):
        wanted: str

    with pytest.raises(ValidationError) as raised:
        Needy.model_validate({})
    assert raised.value.errors()[0]["type"] == "missing", "pydantic: 'missing' is renamed: validation.py _findings"


def test_pydantic_lists_the_choices_of_a_literal_in_one_text() -> None:
    with pytest.raises(ValidationError) as raised:
        _Row.model_validate({"choice": "three"})
    assert raised.value.errors()[0]["ctx"]["expected"] == "'one' or 'two'", (
        "pydantic words the choices of a literal otherwise: validation.py _choice takes them apart"
    )


def test_pydantic_tells_the_place_of_a_fault_by_its_alias() -> None:
    with pytest.raises(ValidationError) as raised:
        _Row.model_validate({"inner": {"copy": "none"}})
    assert raised.value.errors()[0]["loc"] == ("inner", "copy"), (
        "pydantic no longer puts the alias into loc: validation.py would look for 'copy_seen' in the file"
    )


def test_pydantic_keeps_marks_docstrings_and_aliases_in_field_info() -> None:
    fields = _Row.model_fields
    assert "marker" in fields["text"].metadata, (
        "pydantic: marks of Annotated are not in FieldInfo.metadata: shapes.py _field reads classes there"
    )
    assert fields["choice"].description == "Which one.", (
        "pydantic: use_attribute_docstrings no longer gives descriptions: shapes.py, reference.py, schema.py"
    )
    assert fields["copy_seen"].alias == "copy", "pydantic: FieldInfo.alias changed: shapes.py _field"
    made = _Row.model_json_schema(by_alias=True)["$defs"]["_Row"]
    assert "copy" in made["properties"], "pydantic: by_alias changed: schema.py"
    assert made["properties"]["choice"]["anyOf"][1] == {"type": "null"}, "pydantic: nulls changed: schema.py _loosen"


# argparse


def test_argparse_keeps_its_options_in_actions() -> None:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--one", choices=("a", "b"), help="what it is")
    found = [(each.option_strings, each.help, each.choices) for each in parser._actions]
    assert found == [(["--one"], "what it is", ("a", "b"))], (
        "argparse: _actions changed: reference.py _options writes docs/commands.md from it"
    )


# Pelican

CONF = """
SITENAME = "x"
SITEURL = ""
PATH = "content"
PLUGINS = []
ARTICLE_PATHS = PAGE_PATHS = STATIC_PATHS = DIRECT_TEMPLATES = THEME_STATIC_PATHS = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""


@pytest.fixture
def conf(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    path = tmp_path / "pelicanconf.py"
    path.write_text(CONF, encoding="utf-8")
    return path


@pytest.fixture
def quiet_log() -> Iterator[None]:
    """Pelican says that there are no articles; that is so. Nor do builds that ran before in this process listen in."""
    signals.initialized.disconnect(open_run)
    signals.finalized.disconnect(close_run)
    level = logging.getLogger().level
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)
    logging.getLogger().setLevel(level)


def test_pelican_passes_settings_through_that_it_does_not_know(conf: Path, quiet_log: None) -> None:
    thing = (datetime(2031, 3, 7, tzinfo=UTC), None)
    settings = read_settings(str(conf), override={"COMMUNIQUE_LOADED": thing, "OUTPUT_PATH": str(conf.parent / "o")})
    assert settings.get("COMMUNIQUE_LOADED") is thing, (
        "Pelican copies or drops unknown settings: building.py hands the loaded corpus on so, pelican/edge.py takes it"
    )
    assert settings["OUTPUT_PATH"] == str(conf.parent / "o"), "Pelican: override changed: building.py build_dossier"
    pelican = Pelican(settings)
    assert pelican.settings["COMMUNIQUE_LOADED"] is thing, "Pelican copies its settings: pelican/edge.py Run"
    assert pelican.output_path == str(conf.parent / "o"), "Pelican: output_path changed: pelican/edge.py open_run"


def test_pelican_calls_its_plugins_in_the_order_a_build_needs(conf: Path, quiet_log: None) -> None:
    told: list[str] = []
    staged = conf.parent / "staged"

    class Probe(Generator):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            told.append("constructor")
            assert self.output_path == str(staged), "Pelican: generators ignore a changed output_path: pelican/edge.py"

        def generate_context(self) -> None:
            told.append("context")

        def generate_output(self, writer: Any) -> None:
            told.append("output")

    def initialized(pelican: Any) -> None:
        told.append("initialized")
        pelican.output_path = str(staged)

    def probe(pelican: Any) -> type[Generator]:
        return Probe

    def nothing(pelican: Any) -> None:
        told.append("asked")

    def finalized(pelican: Any) -> None:
        told.append("finalized")

    receivers: list[tuple[Any, Callable[..., Any]]] = [
        (signals.initialized, initialized),
        (signals.get_generators, probe),
        (signals.get_generators, nothing),
        (signals.finalized, finalized),
    ]
    for signal, receiver in receivers:
        signal.connect(receiver)
    try:
        pelican = Pelican(read_settings(str(conf), override={"OUTPUT_PATH": str(conf.parent / "output")}))
        with redirect_stdout(io.StringIO()):
            pelican.run()
    finally:
        for signal, receiver in receivers:
            signal.disconnect(receiver)
    assert told == ["initialized", "asked", "constructor", "context", "output", "finalized"], (
        "Pelican runs its steps in another order: pelican/edge.py checks before anything is written and switches last; "
        "or None from get_generators is no longer 'no generator': pelican/edge.py if_on"
    )


# WeasyPrint


def weasy(fetch: Callable[[str], Any], html: str) -> Any:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            return fetch(url)

    return HTML(string=html, base_url="https://theme.invalid/", url_fetcher=Fetcher())


def test_weasyprint_fetches_through_an_overridden_fetch() -> None:
    from weasyprint.urls import URLFetcherResponse

    asked: list[str] = []

    def fetch(url: str) -> Any:
        asked.append(url)
        return URLFetcherResponse(url, b"p{color:red}", {"Content-Type": "text/css"})

    weasy(fetch, '<link rel="stylesheet" href="css/a.css"><p>x').render()
    assert asked == ["https://theme.invalid/css/a.css"], (
        "WeasyPrint no longer fetches by URLFetcher.fetch: pdf.py would let a document reach the network"
    )


def test_a_fatal_fetching_error_stops_weasyprint() -> None:
    from weasyprint.urls import FatalURLFetchingError

    relies = "pdf.py ends a PDF at the first address that may not be fetched"
    assert issubclass(FatalURLFetchingError, BaseException), f"WeasyPrint: FatalURLFetchingError changed: {relies}"
    assert not issubclass(FatalURLFetchingError, Exception), (
        f"WeasyPrint: FatalURLFetchingError is an Exception now and may be swallowed: {relies}"
    )

    def refuse(url: str) -> Any:
        raise FatalURLFetchingError(url)

    for html in ('<link rel="stylesheet" href="a.css">x', '<img src="a.png" alt="x">'):
        try:
            weasy(refuse, html).render()
        except FatalURLFetchingError:
            continue
        pytest.fail(f"WeasyPrint goes on after FatalURLFetchingError: {relies}")


def test_weasyprint_logs_what_it_does_not_know_to_its_logger() -> None:
    from weasyprint.logger import LOGGER

    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    kept, level = LOGGER.handlers, LOGGER.level
    LOGGER.handlers = [Ear(logging.WARNING)]
    LOGGER.setLevel(logging.WARNING)
    try:
        weasy(lambda url: None, '<p style="colour: red">x').render()
    finally:
        LOGGER.handlers = kept
        LOGGER.setLevel(level)
    assert any("colour" in each for each in heard), (
        "WeasyPrint no longer warns through weasyprint.logger.LOGGER: pdf.py would not notice what is missing on paper"
    )


def test_weasyprint_takes_the_identifier_of_a_pdf() -> None:
    pdfs = []
    for _ in range(2):
        document = weasy(lambda url: None, '<html lang="en"><title>x</title><p>x').render(pdf_variant="pdf/ua-1")
        pdfs.append(document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"0123456789abcdef"))
    assert b"0123456789abcdef" in pdfs[0] or b"0123456789abcdef".hex().encode() in pdfs[0].lower(), (
        "WeasyPrint: pdf_identifier is not written: pdf.py gives the same bytes for the same HTML by it"
    )
    assert pdfs[0] == pdfs[1], "WeasyPrint gives other bytes each time: pdf.py promises the same"


# feedgenerator


def test_feedgenerator_takes_the_words_of_our_feeds() -> None:
    feed = Atom1Feed(
        title="T",
        link="https://example.org/",
        feed_url="https://example.org/feed",
        description="D",
        language="en",
        author_name="A",
        feed_guid="urn:feed",
    )
    day = datetime(2031, 3, 4, tzinfo=UTC)
    feed.add_item(
        title="E", link="https://example.org/e", unique_id="urn:e", description="W", pubdate=day, updateddate=day
    )
    text = feed.writeString("utf-8")
    relies = "exports/feeds.py _feed"
    named = ('xml:lang="en"', 'href="https://example.org/feed"')
    for part in ("<id>urn:feed</id>", "<id>urn:e</id>", "<name>A</name>", *named):
        assert part in text, f"feedgenerator: {part} is gone: {relies}"
    for part in ("<updated>2031-03-04T00:00:00+00:00</updated>", "<published>2031-03-04T00:00:00+00:00</published>"):
        assert part in text, f"feedgenerator writes dates otherwise: {relies}"
    assert text.count("<updated>") == text.count("<updated>2031-03-04T00:00:00+00:00"), (
        f"feedgenerator dates a feed by the clock: {relies} promises the same feed for the same dossier"
    )


# fontTools


def test_fonttools_unpacks_a_font_without_a_flavor() -> None:
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder([".notdef", "A"])
    made.setupCharacterMap({65: "A"})
    made.setupGlyf({".notdef": _outline(), "A": _outline()})
    made.setupHorizontalMetrics({".notdef": (500, 0), "A": (500, 0)})
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Miravel", "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    packed = io.BytesIO()
    made.font.flavor = "woff2"
    made.save(packed)
    assert packed.getvalue()[:4] == b"wOF2"
    plain = [io.BytesIO(), io.BytesIO()]
    for out in plain:
        opened = TTFont(io.BytesIO(packed.getvalue()), recalcTimestamp=False)
        opened.flavor = None
        opened.save(out, reorderTables=False)
    assert plain[0].getvalue()[:4] == b"\x00\x01\x00\x00", (
        "fontTools: flavor None no longer saves plain TrueType: press/fonts.py gives WeasyPrint unpacked fonts"
    )
    assert plain[0].getvalue() == plain[1].getvalue(), "fontTools saves other bytes each time: press/fonts.py, pdf.py"
    assert TTFont(io.BytesIO(plain[0].getvalue())).getBestCmap() == {65: "A"}


def _outline() -> Any:
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((400, 0))
    pen.lineTo((400, 700))
    pen.closePath()
    return pen.glyph()
