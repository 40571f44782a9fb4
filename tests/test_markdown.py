"""Markdown with citations and links: what is read, what is refused, and that no HTML ever gets through."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique.corpus import Corpus
from communique.load import load
from communique.markdown import SCHEMES, Fence, Mention, Oddity, fences, front_matter, scan
from communique.views.sheet import Sheet, Site
from tests.dossiers import SITES

SMALL = load(SITES / "small").corpus
POST = "lakeside-post-2031-03-06"
RELEASE = "miravel-release-2031-03-05"


def small() -> Corpus:
    assert SMALL is not None
    return SMALL


def sheet() -> Sheet:
    return Sheet(Site(small()), "notes/x/index.html")


def html(text: str) -> str:
    return str(sheet().prose(text))


def named(text: str) -> list[str]:
    """The ids that citations and links of a text name, in order of their places."""
    found = [each for each in scan(text) if isinstance(each, Mention)]
    return [each.id + (f"#{each.part}" if each.part else "") for each in sorted(found, key=lambda each: each.at)]


def odd(text: str) -> list[tuple[str, int]]:
    """The codes of what is wrong in a text by itself, with their places."""
    return sorted((each.code, each.at) for each in scan(text) if isinstance(each, Oddity) and not each.suspect)


def suspects(text: str) -> list[str]:
    return [each.suspect for each in scan(text) if isinstance(each, Oddity) and each.suspect]


# Citations and links


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("They met [@post].", ["post"]),
        ("They met [@post, third paragraph; @herald].", ["post", "herald"]),
        ("They met [@post,\nthird paragraph].", ["post"]),
        ("They met [@post][@herald].", ["post", "herald"]),
        ("They met [[talks]].", ["talks"]),
        ("They met [[talks#toll]].", ["talks#toll"]),
        ("They met [[talks|in the\nmorning]].", ["talks"]),
        ("# [[talks]]\n\n> [@post]\n\n- *[@herald]*\n", ["talks", "post", "herald"]),
        ("[[talks]] [@post] [[talks]]", ["talks", "post", "talks"]),
        ("a[@post]b", ["post"]),
        ("[@post]{lang=ar}", ["post"]),
        ("نص [@post] نص [[talks]]", ["post", "talks"]),
    ],
)
def test_citations_and_links_name_records(text: str, ids: list[str]) -> None:
    assert named(text) == ids
    assert odd(text) == []


def test_a_citation_says_where_in_the_source_and_where_it_stands() -> None:
    text = "See [@post, third\n paragraph; @herald]."
    first, second = (each for each in scan(text) if isinstance(each, Mention))
    assert (first.id, first.detail, first.written, first.at) == ("post", "third paragraph", "@post", 5)
    assert (second.id, second.detail, second.written, second.at) == ("herald", "", "@herald", text.index("@herald"))


@pytest.mark.parametrize(
    "text",
    [
        "`[@post]`",
        "`` ` [@post] ``",
        "```\n[@post]\n```\n",
        "~~~\n[@post] [[talks]]\n~~~\n",
        "````\n```\n[@post]\n```\n````\n",
        "```\n[@post]\n",
        "    [@post]\n",
        "\t[[talks]]\n",
        r"\[@post]",
        r"\[[talks]\]",
        "<https://example.org/[@post]>",
    ],
)
def test_code_escapes_and_addresses_are_left_alone(text: str) -> None:
    assert named(text) == []
    assert "<sup" not in html(text)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (r"\`[@post]\`", ["post"]),
        ("`one [@post]", ["post"]),
        ("```x``` [@post]\n", ["post"]),
        ("`code` [@post] `code`", ["post"]),
        ("    code\n\ntext [@post]\n", ["post"]),
        ("| a |\n|---|\n| [@post] |\n", ["post"]),
        ("| a |\n|---|\n| [[talks\\|words]] |\n", ["talks"]),
    ],
)
def test_what_only_looks_like_code_is_read(text: str, ids: list[str]) -> None:
    assert named(text) == ids


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("[@post", 0),
        ("See [[talks", 4),
        ("See [[talks]", 4),
        ("[@ post]", 0),
        ("[@Post]", 0),
        ("[[Talks]]", 0),
        ("[[talks#]]", 0),
        ("[@post; p. 3]", 8),
        ("[@post_1]", 1),
        ("talks]]", 5),
        ("[see [@post]](https://example.org)", 0),
        ("[see [[talks]]](https://example.org)", 0),
        ("| a |\n|---|\n| [[talks|words]] |\n", 14),
    ],
)
def test_a_badly_written_citation_is_told_at_its_place(text: str, at: int) -> None:
    assert odd(text) == [("bad-citation", at)]


def test_each_of_several_bad_citations_is_told() -> None:
    assert odd("[@one and [[two\n\nand [@three") == [("bad-citation", 0), ("bad-citation", 10), ("bad-citation", 21)]


@pytest.mark.parametrize("text", ["[post]", "@post]", "@[post]", "(@post]", "[post, p. 3]", "[post|words]", "x@post]"])
def test_what_lost_a_bracket_or_its_sign_is_a_suspect(text: str) -> None:
    assert named(text) == []
    assert suspects(text) == ["post"]


@pytest.mark.parametrize("text", ["[post](https://x.org)", "[post][1]", "[post]: https://x.org", "[post]{lang=ar}"])
def test_links_and_spans_of_markdown_are_no_suspects(text: str) -> None:
    assert suspects(text) == []


# Links out, and HTML


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "tel:1",
        "//example.org",
        "/about",
        "../about",
        "about.html",
        "#top",
        "",
    ],
)
def test_a_link_leads_to_an_address_of_the_web_or_is_told_and_printed(address: str) -> None:
    for text in (f"[a]({address})", f"[a](<{address}>)", f"[a]:  {address}\n\n[a]"):
        if address:
            assert "href" not in html(text), text
        if address or text == "[a]()":
            assert "unsafe-link" in {code for code, _ in odd(text)}, text


@pytest.mark.parametrize("address", ["https://example.org/a_(b)", "http://example.org", "mailto:desk@example.org"])
def test_links_of_the_web_are_links(address: str) -> None:
    for text in (f"[a]({address})", f"[a](<{address}>)", f"[a]: {address}\n\n[a]", f"<{address}>"):
        assert odd(text) == []
        assert f'href="{address}"' in html(text)


@pytest.mark.parametrize(
    "text", ["[a](&#106;avascript:x)", "[a](javascript&colon;x)", "[a](\x01javascript:x)", "[a]( javascript:x)"]
)
def test_a_scheme_in_disguise_is_no_link(text: str) -> None:
    assert "href" not in html(text)


def test_pictures_of_other_sites_are_not_fetched_and_are_told() -> None:
    text = "![map](https://example.org/map.png)"
    assert odd(text) == [("unsafe-link", 5)]
    assert "<img" not in html(text)
    assert "<img" not in html("![map][1]\n\n[1]: https://example.org/map.png")


@pytest.mark.parametrize(
    "text", ["<b>bold</b>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- note -->", "<div>\n\nx"]
)
def test_html_is_printed_and_never_read(text: str) -> None:
    assert "raw-html" in {code for code, _ in odd(text)}
    assert text[:4].replace("<", "&lt;").replace(">", "&gt;") in html(text)


def test_html_is_told_once_for_both_of_its_tags() -> None:
    assert odd("a <b>bold</b> word") == [("raw-html", 2)]
    assert odd("a < b and c > d, 3<4") == []


# Spans of another language


def test_a_span_may_name_its_language_and_direction_and_nothing_else() -> None:
    text = '[السراج]{lang=ar dir=rtl style="color:red" onclick=x .big #top}'
    assert '<span lang="ar" dir="rtl">السراج</span>' in html(text)


# Front matter


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("---\ntitle: x\n---\nBody\n", ("title: x\n", "Body\n", 4)),
        ("---\n---\nBody", ("", "Body", 3)),
        ("---  \na: b\n---\t\n", ("a: b\n", "", 4)),
        ("---\na: b\n---", ("a: b\n", "", 3)),
        ("---\na: '---'\n---\n---\n", ("a: '---'\n", "---\n", 4)),
    ],
)
def test_front_matter_stands_between_two_lines_of_hyphens(text: str, parts: tuple[str, str, int]) -> None:
    assert front_matter(text) == parts


@pytest.mark.parametrize("text", ["", "title: x\n", "---\ntitle: x\n", " ---\n---\n", "----\n---\n", "---\nx\n ---\n"])
def test_what_has_no_two_lines_of_hyphens_has_no_front_matter(text: str) -> None:
    assert front_matter(text) is None


# Fences


def test_fences_give_their_name_options_and_line() -> None:
    text = "Text\n\n```timeline\ntrack: ferry\n```\n\n~~~\ncode\n~~~\n"
    assert fences(text) == [
        Fence("timeline", "track: ferry\n", 4, closed=True),
        Fence("", "code\n", 8, closed=True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "```timeline\ntrack: ferry\n",
        "```timeline\ntrack: ferry\n\nText\n\n```sources\n```\n",
        "```\n",
        "```",
        "~~~\ntext\n```\n",
        "````\ntext\n```\n",
    ],
)
def test_a_fence_that_is_not_closed_says_so(text: str) -> None:
    assert [each.closed for each in fences(text)] == [False]


def test_a_longer_fence_may_show_a_shorter_one() -> None:
    assert [each.closed for each in fences("````\n```timeline\n```\n````\n")] == [True]


# Any text at all

ALLOWED = {
    "a": {"href", "aria-label", "title"},
    "code": {"class"},
    "ol": {"start"},
    "span": set(),
    "sup": {"class"},
    "td": {"class"},
    "th": {"class"},
}
PLAIN = {f"h{level}" for level in range(1, 7)} | {"p", "em", "strong", "ul", "li", "blockquote", "pre", "hr", "br"}
TABLE = {"table", "thead", "tbody", "tr"}


class Tags(HTMLParser):
    """Reads HTML as a browser would, and refuses what may not be in it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in PLAIN | TABLE | ALLOWED.keys(), tag
        for name, value in attrs:
            assert name in ALLOWED.get(tag, set()) | {"lang", "dir"}, (tag, name)
            if name == "href":
                scheme = urlsplit(value or "").scheme
                assert scheme in ("", *SCHEMES), value
            if name == "class":
                assert re.fullmatch(r"r|align-(left|right|center)|language-\S+", value or ""), value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def known(text: str) -> bool:
    """Whether all that a text names is there, as check makes sure of before anything is rendered."""
    for each in scan(text):
        if isinstance(each, Oddity):
            continue
        record = small().records.get(each.id)
        if record is None or (each.cites and record.kind != "source"):
            return False
    return True


NAMING = [f"[@{POST}]", f"[@{POST}, p. 1; @{RELEASE}]", "[[boathouse]]", "[[boathouse|it]]", "[[no]]", "[@no]"]
MARKS = "`|```\n|~~~\n|*|_|**|[|]|(|)|<|>|!|#|# |- |> |    |\t|\n|\n\n|\\|&|&lt;|&#60;|:|'|\"|{|}|=|$|\x00|é|س"
TAGS = ["<b>", "</b>", "<script>", "<a href=x>", "<!--", "-->", "<?", "<![CDATA[", "<svg/onload=x>", "<https://x.org>"]
LINKS = ["](https://x.org)", "](javascript:x)", "]: data:x", '](https://x.org "x=")', "{lang=ar}", "{id=x}", "|a|"]
SCRAPS = st.lists(st.sampled_from(["a", "x ", "|---|\n", *NAMING, *TAGS, *LINKS, *MARKS.split("|")]), max_size=24)


@given(SCRAPS.map("".join) | st.text())
@example(r"\`[@nobody]\`")
@example("```x``` [@nobody]\n```")
@example("`\n\n[@nobody]`")
@example('[a](https://x.org "\\"onload=x")')
@example("|a|\n|-|\n|[[boathouse|x]]|")
@example("![<b>](https://x.org)")
def test_any_text_gives_harmless_html_or_a_finding(text: str) -> None:
    if known(text):
        Tags(convert_charrefs=True).feed(html(text))


@given(SCRAPS.map("".join) | st.text())
def test_any_text_is_scanned_and_places_lie_in_it(text: str) -> None:
    for found in scan(text):
        assert 0 <= found.at <= len(text)
        assert found.written == found.written.strip()
    for fence in fences(text):
        assert 1 <= fence.line <= text.count("\n") + 2
    front_matter(text)
