"""Maps: places as closely as they are meant, names that never collide, borders under an editorial line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from communique.atlas import Atlas, Land, Window, topology
from communique.errors import BuildError
from communique.kinds import Place
from communique.press import lands, theme
from communique.press.lands import Lands
from communique.views import place as place_pages
from communique.views.maps import maps
from communique.views.maps.frame import frame_of, lower, unwrapped
from communique.views.maps.labels import Wanted, dotted, overlap, place_labels
from communique.views.sheet import Sheet, Site
from tests.dossiers import ROOT, small
from tests.pages import SITE_URL, corpus, event, html, record

COMMUNIQUE = [sys.executable, "-m", "communique.cli"]
LETTERS = st.text("abcdefghijklmnopqrstuvwxyzABCDEÄöéЖшы -", min_size=1, max_size=28).filter(str.strip)


def place(id_: str, lon: float, lat: float, **fields: object) -> Place:
    given_fields = {"type": "city", "names": {"en": id_.title()}, "precision": "city", **fields}
    found = record("place", id_.replace(" ", "-"), lat=lat, lon=lon, **given_fields)
    assert isinstance(found, Place)
    return found


def state(id_: str, **fields: object) -> Place:
    found = record("place", id_, type="state", names={"en": id_.title()}, **fields)
    assert isinstance(found, Place)
    return found


def squares() -> bytes:
    """Two square countries side by side on an island of 10 by 20 degrees, quantised to whole degrees."""
    arcs = [
        [[0, 0], [10, 0], [0, 10]],  # coast of the south
        [[10, 10], [-10, 0]],  # the border between them
        [[0, 10], [0, -10]],  # and its west coast
        [[10, 10], [0, 10], [-10, 0], [0, -10]],  # coast of the north
    ]
    south, north = [[0, 1, 2]], [[3, -2]]
    named = [("Morocco", south), ("W. Sahara", north)]
    countries = [{"type": "Polygon", "arcs": arcs, "properties": {"name": name}} for name, arcs in named]
    return json.dumps(
        {
            "type": "Topology",
            "transform": {"scale": [1, 1], "translate": [0, 0]},
            "arcs": arcs,
            "objects": {
                "countries": {"type": "GeometryCollection", "geometries": countries},
                "land": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0, 3, 2]]}]},
            },
        }
    ).encode()


# Names


@given(
    st.lists(
        st.tuples(LETTERS, st.floats(0, 740), st.floats(0, 400), st.sampled_from([4.5, 8.0, 14.0])),
        min_size=1,
        max_size=24,
    ),
    st.sampled_from([350.0, 740.0]),
)
def test_no_name_stands_on_another_on_a_mark_or_over_the_edge(spots, across):
    wanted = [Wanted(words, x % across, y, radius, 12.5) for words, x, y, radius in spots]
    labels = place_labels(wanted, across, 400)
    placed = [label for label in labels if label]
    for one, other in combinations(placed, 2):
        assert not overlap(one.box, other.box)
    for label, mark in zip(labels, wanted, strict=True):
        if label:
            assert not overlap(label.box, mark.mark)
            left, top, right, bottom = label.box
            assert left >= 0
            assert top >= 0
            assert right <= across
            assert bottom <= 400


def test_a_name_without_room_beside_its_mark_stands_off_with_a_line_to_it():
    crowd = [Wanted(f"Harbour number {at}", 100 + at % 3 * 12, 100 + at // 3 * 12, 4.5, 12.5) for at in range(9)]
    labels = [label for label in place_labels(crowd, 740, 400) if label]
    assert any(label.lead for label in labels)
    assert any(label.lead is None for label in labels)


def test_a_name_keeps_off_a_line_where_it_can():
    line = dotted([(100.0, 60.0), (300.0, 60.0)])
    [label] = place_labels([Wanted("Lower Miravel", 100, 60, 4.5, 12.5)], 740, 400, crossed=line)
    assert label is not None
    assert not any(overlap(label.box, dot) for dot in line)


@pytest.mark.browser
def test_names_measured_by_the_browser_do_not_overlap(browser: Browser, tmp_path: Path):
    crowd = [place(f"north port {at}", 20 + at % 4 * 0.4, 40 + at // 4 * 0.5, country="miravelia") for at in range(12)]
    made = corpus(state("miravelia", lat=41, lon=21), *crowd)
    page = html(made, place_pages.pages, "places/index.html")
    (tmp_path / "theme").symlink_to(ROOT / "templates" / "static")
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "index.html").write_text(page, encoding="utf-8")
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    opened.goto((tmp_path / "places" / "index.html").as_uri())
    boxes = opened.evaluate(
        "[...document.querySelectorAll('svg.w-wide .place')].map(t => { const b = t.getBBox();"
        " return [b.x, b.y + 2, b.x + b.width, b.y + b.height - 2] })"
    )
    opened.close()
    assert len(boxes) == 12
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))


# What is shown


def test_precision_is_a_shape_and_is_told_under_the_map():
    marks = {"site": "m", "city": "o", "district": "near", "region": "near"}
    spots = [place(f"{name} one", 20 + at, 41, precision=name) for at, name in enumerate(marks)]
    page = html(
        corpus(*spots, place("hidden one", 25, 41, blurred="asked for")), place_pages.pages, "places/index.html"
    )
    for name, mark in {**marks, "hidden": "blurred"}.items():
        picture = re.search(rf"<a [^>]*><title>{name.title()} One: .*?</a>", page, re.DOTALL)
        assert picture
        assert f'class="{mark}"' in picture[0]
    for told in ("Filled: the site itself.", "Ring: the city.", "Broken circle", "Dotted circle: blurred on purpose."):
        assert told in page


def test_far_venues_stand_on_an_inset_with_arcs_and_the_farthest_beyond_its_edge():
    near = [place(f"near {at}", 14 + at, 32, country="miravelia") for at in range(4)]
    far = [
        place("moscow", 37.6, 55.7),
        place("berlin", 13.4, 52.5),
        place("new york", -74, 40.7),
        place("sochi", 39.7, 43.6),
    ]
    made = corpus(
        state("miravelia", lat=30, lon=16),
        *near,
        *far,
        event("held-there", place="moscow"),
        event("rumoured", place="berlin", status="reported"),
        event("about", concerns=["sochi"]),
        without=("boathouse", "ferry-talks-2031-03-04", "sunk-ferries", "ferry-note"),
    )
    main, inset = maps(Sheet(Site(made), "places/index.html"), made.places, made.events)
    assert "arc" not in re.findall(r'class="(arc[a-z ]*)"', str(main.drawings[0]))
    assert sorted(re.findall(r'class="(arc[a-z ]*)"', str(inset.drawings[0]))) == [
        "arc",
        "arc rep",
        "arc thin",
        "arc thin",
    ]
    assert "Arrow: beyond the map." in inset.told
    assert "New York" in str(inset.drawings[0])
    assert "MIRAVELIA" in str(inset.drawings[0])


def test_a_wide_country_has_its_own_side_of_the_globe_on_paper_too():
    made = corpus(
        state("canada", lat=60, lon=-96),
        place("victoria", -123.4, 48.4, country="canada"),
        place("st johns", -52.7, 47.6, country="canada"),
        place("alert", -62.3, 82.5, country="canada"),
        place("moscow", 37.6, 55.7),
        without=("boathouse", "ferry-talks-2031-03-04", "sunk-ferries", "ferry-note"),
    )
    for paper in (False, True):
        _, inset = maps(Sheet(Site(made), "briefings/x.pdf", paper=paper), made.places, made.events)
        assert "CANADA" in str(inset.drawings[0])
        assert 'width="-' not in str(inset.drawings[0])


def test_what_the_main_map_on_paper_reaches_stands_on_it():
    near = [("tripoli", 13.2, 32.9), ("benghazi", 20.1, 32.1), ("sirte", 16.6, 31.2), ("brak", 14.3, 27.6)]
    made = corpus(
        state("libya", lat=27, lon=17),
        *(place(*each, country="libya") for each in near),
        place("matrouh", 27.2, 31.4),
        place("moscow", 37.6, 55.7),
        without=("boathouse", "ferry-talks-2031-03-04", "sunk-ferries", "ferry-note"),
    )
    main, _ = maps(Sheet(Site(made), "briefings/x.pdf", paper=True), made.places, made.events)
    assert "Matrouh" in str(main.drawings[0])


def test_places_on_both_sides_of_the_date_line_lie_together():
    assert unwrapped([178.4, -171.8]) == [178.4, 188.2]
    frame = frame_of([(178.4, -18.1), (-171.8, -13.8)], 740)
    assert frame.east - frame.west < 20
    assert 0 < frame.at(-171.8, -13.8)[0] < 740


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=12))
def test_every_position_lies_in_its_frame_and_in_the_lower_one_for_paper(positions):
    high = frame_of(positions, 740)
    low = lower(high, 0.5)
    assert low.height <= 370.1 or low.east - low.west == pytest.approx(max(179, high.east - high.west))
    assert (low.south, low.north) == (high.south, high.north)
    for frame in (high, low):
        assert frame.south < frame.north
        assert frame.east - frame.west <= 360.001
        assert 0 < frame.height < 2000
        for lon, lat in positions:
            if abs(lat) <= 85:
                x, y = frame.at(lon, lat)
                assert -0.2 <= x <= 740.2
                assert -0.2 <= y <= frame.height + 0.2


# Coasts and borders


def test_borders_are_what_two_countries_share_and_disputed_ones_are_named():
    land = Atlas(topology(squares())).cut(Window(-5, -5, 15, 25, 0.01))
    assert len(land.ground) == 1
    assert len(land.coasts) == 3
    assert land.borders == ()
    assert len(land.disputed) == 1
    assert land.disputes == ("Western Sahara",)


def test_land_is_cut_at_the_window():
    land = Atlas(topology(squares())).cut(Window(5, 5, 15, 8, 0.01))
    xs = [x for ring in land.ground for x, _ in ring]
    ys = [y for ring in land.ground for _, y in ring]
    assert (min(xs), max(xs), min(ys), max(ys)) == (5, 10, 5, 8)
    assert land.disputes == ()


def test_the_installed_map_data_draws_the_borders_we_speak_of():
    land = Lands(ROOT)(Window(28, 29, 43, 48, 0.05))
    assert {"Crimea", "Golan", "Palestine", "northern Cyprus"} <= set(land.disputes)
    assert land.ground
    assert land.coasts


def test_a_cut_is_kept_and_the_map_data_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    home = tmp_path / "node_modules" / "world-atlas"
    home.mkdir(parents=True)
    (home / "countries-10m.json").write_bytes(squares())
    window = Window(-5, -5, 15, 25, 0.01)
    first = Lands(tmp_path)(window)
    assert list((tmp_path / ".cache" / "maps").glob("*.json"))
    monkeypatch.setattr(lands, "_atlas", lambda data: pytest.fail("read again"))
    assert Lands(tmp_path)(window) == first


def test_missing_map_data_is_one_clear_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(theme, "CHECKOUT", tmp_path)
    with pytest.raises(BuildError, match=r"map data is missing: .*countries-50m\.json\. .* run 'make'"):
        Lands(tmp_path)(Window(-80, 10, 40, 60, 0.1))


def test_a_file_that_is_no_map_data_is_named(tmp_path: Path):
    home = tmp_path / "node_modules" / "world-atlas"
    home.mkdir(parents=True)
    (home / "countries-10m.json").write_text('{"type": "Topology"}', encoding="utf-8")
    with pytest.raises(BuildError, match="not a TopoJSON of countries"):
        Lands(tmp_path)(Window(0, 0, 5, 5, 0.1))


def test_a_map_on_paper_needs_no_style_sheet_and_has_words_for_readers_who_do_not_see_it():
    made = corpus(place("north port", 20, 40), place("south port", 21, 38))
    sheet = Sheet(Site(made, SITE_URL, land=lambda window: Land()), "briefings/x.pdf", paper=True)
    [drawn] = maps(sheet, made.places, made.events)[0].drawings
    wide, high = map(float, re.findall(r'(?:width|height)="([0-9.]+)"', drawn)[:2])
    assert high <= wide / 2  # as high as the sheet lets it be: it is not made small, nor its letters
    assert "class=" not in drawn
    assert "style=" not in drawn
    assert re.search(r"<title>Map, All places: .*North Port \(the city\)", drawn)


# Blurred places


def test_exact_coordinates_of_a_blurred_place_are_in_no_file(tmp_path: Path):
    folder = small(tmp_path)
    (folder / "content" / "places" / "boathouse.yaml").write_text(
        "type: base\nnames:\n  en: The boathouse\nlat: 47.123456\nlon: 13.654321\nprecision: site\n"
        "blurred: People live there.\n",
        encoding="utf-8",
    )
    conf = folder / "pelicanconf.py"
    conf.write_text(
        conf.read_text(encoding="utf-8").replace('    "communique.pelican.briefings",\n', ""), encoding="utf-8"
    )
    done = subprocess.run([*COMMUNIQUE, "-C", str(folder), "build"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = [path for path in (folder / "output").rglob("*") if path.is_file()]
    for path in found:
        content = path.read_bytes()
        for exact in (b"47.12", b"13.65"):
            assert exact not in content, path
    page = (folder / "output" / "places" / "boathouse" / "index.html").read_text(encoding="utf-8")
    assert "47.1° N, 13.7° E" in page
    assert "People live there." in page
    assert '"lat": 47.1' in (folder / "output" / "data" / "corpus.json").read_text(encoding="utf-8")
