"""What a page says of itself to those who share, cite, crawl or serve it."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from communique import dates
from communique.cli import main
from communique.press.assets import print_files
from communique.press.pictures import Card, card
from communique.press.standing import headers
from communique.views import claim, home, place, source, writings
from communique.views import event as event_views
from communique.views.citation import tex
from communique.views.policy import POLICY
from tests.dossiers import ROOT, small
from tests.pages import SITE_URL, corpus, event, html, record

EVENT = "events/ferry-talks-2031-03-04/index.html"


def described(page: str) -> Any:
    """The JSON-LD of a page."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def shared(page: str) -> dict[str, str]:
    """The Open Graph properties of a page."""
    return dict(re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)">', page))


def test_an_event_is_described_with_its_day_its_parties_and_the_way_to_it() -> None:
    told = described(html(corpus(), event_views.pages, EVENT))
    about = told["mainEntity"]
    assert about["@type"] == "Event"
    assert about["startDate"] == "2031-03-04"
    assert about["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert about["attendee"][0]["name"] == "Upper Miravel"
    assert [step["name"] for step in told["breadcrumb"]["itemListElement"]][:2] == ["Lake Miravel talks", "Events"]
    assert told["url"] == f"{SITE_URL}/events/ferry-talks-2031-03-04/"


@pytest.mark.parametrize("date", ["2031-03~", "[2031-03-01..2031-03-05]", "2031-03-04?", "2031-03"])
def test_an_uncertain_date_is_told_whole_and_never_as_a_day(date: str) -> None:
    about = described(html(corpus(event("x", date=date)), event_views.pages, "events/x/index.html"))["mainEntity"]
    assert "startDate" not in about
    assert about["dcterms:date"] == {"@type": "edtf:EDTF", "@value": dates.parse(date).text}


def test_a_claim_is_a_review_that_gives_a_word_and_no_number() -> None:
    about = described(html(corpus(), claim.pages, "claims/sunk-ferries/index.html"))["mainEntity"]
    assert about["@type"] == "ClaimReview"
    assert about["claimReviewed"] == "Did Lower Miravel sink two ferries?" or about["claimReviewed"].endswith("?")
    assert "ratingValue" not in about["reviewRating"]
    assert about["reviewRating"]["alternateName"]
    assert about["itemReviewed"]["author"][0]["name"] == "Upper Miravel"


def test_a_blurred_place_does_not_give_its_point_away() -> None:
    blurred = record(
        "place", "hut", names={"en": "the Hut"}, type="city", lat="46.5", lon="9.5", precision="site", blurred="People."
    )
    assert "geo" not in described(html(corpus(blurred), place.pages, "places/hut/index.html"))["mainEntity"]
    assert "geo" in described(html(corpus(), place.pages, "places/boathouse/index.html"))["mainEntity"]


def test_words_of_an_editor_cannot_end_the_description() -> None:
    page = html(corpus(event("x", title="</script><b>&")), event_views.pages, "events/x/index.html")
    assert described(page)["name"] == "</script><b>&"
    assert "<b>&" not in page


def test_a_shared_page_has_a_title_words_and_a_picture() -> None:
    told = shared(html(corpus(), event_views.pages, EVENT))
    assert told["og:title"] == "Upper and Lower Miravel talk about the ferry"
    assert told["og:image"] == f"{SITE_URL}/share/home.png"
    assert told["og:description"].startswith("The first talk in a year")
    assert told["og:url"] == f"{SITE_URL}/events/ferry-talks-2031-03-04/"


def test_every_page_says_how_to_cite_it() -> None:
    page = html(corpus(), writings.pages, "notes/who-crosses/index.html")
    cite = " ".join(re.sub(r"<[^>]+>", "", page[page.index('class="cite"') : page.index("</details>")]).split())
    assert f"Lake Miravel talks. {SITE_URL}/notes/who-crosses/" in cite
    assert "@misc{" in cite
    undated = html(corpus(), source.pages, "sources/lakeside-post-2031-03-06/index.html")
    assert "(n.d.)" in undated


def test_a_bibtex_entry_holds_what_tex_would_take_for_its_own() -> None:
    assert tex("R&D at 50% of #1_{x}") == r"R\&D at 50\% of \#1\_\{x\}"
    assert tex("Хафтар حفتر") == "Хафтар حفتر"


def test_the_picture_is_drawn_from_our_fonts_and_the_same_each_time() -> None:
    fonts = print_files(ROOT, ["css/tokens.css"])
    words = Card("Desk", "A title that is long enough to need more than one line of the card", "2031", "TLP:GREEN")
    made = card(words, fonts)
    assert made == card(words, fonts)
    image = Image.open(io.BytesIO(made))
    assert image.size == (1200, 630)
    assert len(made) < 60_000
    # Ink in the title's lines, and none in the margins.
    grey = image.convert("L")
    assert min(grey.crop((80, 180, 1120, 360)).tobytes()) < 60
    assert min(grey.crop((0, 0, 70, 630)).tobytes()) > 240
    arabic = card(Card("Desk", "محادثات", "2031", "TLP:CLEAR", "ar"), fonts)
    right = Image.open(io.BytesIO(arabic)).convert("L")
    assert min(right.crop((900, 180, 1120, 330)).tobytes()) < 60
    assert min(right.crop((80, 180, 400, 330)).tobytes()) > 240


def test_the_tree_has_what_servers_and_systems_ask_for(miravel: Path) -> None:
    output = miravel / "output"
    tree = ET.fromstring((output / "sitemap.xml").read_bytes())
    listed = {str(each.text) for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert f"{SITE_URL}/" in listed
    assert f"{SITE_URL}/events/ferry-talks-2031-03-04/" in listed
    for hidden in ("404", "timeline/print"):
        assert not any(hidden in each for each in listed)
    assert "Allow: /" in (output / "robots.txt").read_text()
    manifest = json.loads((output / "site.webmanifest").read_text())
    assert all((output / icon["src"]).is_file() for icon in manifest["icons"])
    with Image.open(output / "favicon.ico") as icon, Image.open(output / "share/icon-180.png") as touch:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
        assert touch.size == (180, 180)


def test_a_build_above_clear_asks_not_to_be_crawled(tmp_path: Path) -> None:
    folder = small(tmp_path)
    conf = folder / "pelicanconf.py"
    conf.write_text(conf.read_text().replace('    "communique.pelican.briefings",\n', ""))
    assert main(["-C", str(folder), "build", "--quiet", "--level", "TLP:GREEN"]) == 0
    assert "Disallow: /" in (folder / "output/robots.txt").read_text()
    assert not (folder / "output/sitemap.xml").exists()


def test_what_is_carried_of_others_has_its_licence_beside_it(miravel: Path) -> None:
    output = miravel / "output"
    page = (output / "licences/index.html").read_text(encoding="utf-8")
    carried = {path.name.partition("-latin")[0] for path in (output / "theme/fonts").iterdir()}
    assert carried
    for name, sign in (
        ("source-serif-4.txt", "SIL OPEN FONT LICENSE"),
        ("source-sans-3.txt", "SIL OPEN FONT LICENSE"),
        ("amiri.txt", "SIL OPEN FONT LICENSE"),
    ):
        assert f"licences/{name}" in page
        assert sign in (output / "licences" / name).read_text(encoding="utf-8")


def test_servers_are_told_the_policy_that_pages_tell() -> None:
    page = html(corpus(), home.pages, "index.html")
    assert f'content="{POLICY}"' in page
    assert POLICY.startswith("default-src 'none'")
    assert "unsafe" not in POLICY
    assert f"Content-Security-Policy: {POLICY}; frame-ancestors 'none'" in headers()
    nginx = (ROOT / "docs/serving/nginx.conf").read_text(encoding="utf-8")
    assert f"\"{POLICY}; frame-ancestors 'none'\"" in nginx
