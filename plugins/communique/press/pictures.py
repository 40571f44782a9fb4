"""Pictures made at build time: what a shared link shows, and the site's icon in the sizes that systems ask for.

Drawn with Pillow from the site's own fonts and the colours of ``tokens.css``; the same words give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from communique.tongue import RIGHT_TO_LEFT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

WIDTH: Final = 1200
HEIGHT: Final = 630
MARGIN: Final = 80
PAPER: Final = "#fcfcfa"
INK: Final = "#191b1d"
APPARATUS: Final = "#474c51"
MOST_LINES: Final = 4
SCRIPTS: Final = ("latin", "latin-ext", "cyrillic", "arabic")


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a picture for a shared link: a line above, the title, a text under it where there is room, a line
    below, and how it is marked.
    """

    above: str
    title: str
    below: str
    marking: str
    lang: str = "en"
    text: str = ""


def card(words: Card, fonts: Mapping[str, Path]) -> bytes:
    """The picture as PNG, 1200 by 630. ``fonts`` are files by name, as print templates have them."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    serif, sans = _faces(fonts, "source-serif-4", "400"), _faces(fonts, "source-sans-3", "400")
    far = words.lang.partition("-")[0] in RIGHT_TO_LEFT
    draw.rectangle((MARGIN, 64, WIDTH - MARGIN, 69), fill=INK)
    _line(draw, words.above, serif, 34, 88, INK, far=far)
    size, lines = _fitted(draw, words.title, serif)
    for number, text in enumerate(lines):
        _line(draw, text, serif, size, 190 + round(number * size * 1.18), INK, far=far)
    if words.text and len(lines) == 1:
        _text(draw, words.text, serif, far=far)
    draw.rectangle((MARGIN, HEIGHT - 116, WIDTH - MARGIN, HEIGHT - 115), fill=INK)
    _line(draw, words.below, sans, 28, HEIGHT - 94, APPARATUS, far=far)
    _marking(draw, words.marking, sans, far=far)
    return _png(image, words.marking)


def _text(draw: ImageDraw.ImageDraw, text: str, faces: Sequence[Path], *, far: bool) -> None:
    lines = _wrapped(draw, text, faces, 32)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1].rstrip(",;:.") + " …"]
    for number, line in enumerate(lines):
        _line(draw, line, faces, 32, 306 + number * 44, APPARATUS, far=far)


def _marking(draw: ImageDraw.ImageDraw, marking: str, faces: Sequence[Path], *, far: bool) -> None:
    width = round(_width(draw, marking, faces, 24))
    left = MARGIN if far else WIDTH - MARGIN - width - 24
    draw.rectangle((left, HEIGHT - 96, left + width + 24, HEIGHT - 58), fill="#000")
    for at, run, font in _runs(marking, faces, 24):
        draw.text((left + 12 + at, HEIGHT - 92), run, font=font, fill="#fff")


def _fitted(draw: ImageDraw.ImageDraw, title: str, faces: Sequence[Path]) -> tuple[int, list[str]]:
    """The largest size at which the title has room, and its lines; at the smallest it is cut."""
    for size in (76, 66, 56, 48):
        lines = _wrapped(draw, title, faces, size)
        if len(lines) <= MOST_LINES and len(lines) * size * 1.18 < HEIGHT - 320:
            return size, lines
    kept = _wrapped(draw, title, faces, 48)[:MOST_LINES]
    return 48, [*kept[:-1], kept[-1] + " …"]


def _wrapped(draw: ImageDraw.ImageDraw, text: str, faces: Sequence[Path], size: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(draw, longer, faces, size) > WIDTH - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _line(
    draw: ImageDraw.ImageDraw, text: str, faces: Sequence[Path], size: int, top: int, ink: str, *, far: bool
) -> None:
    left = WIDTH - MARGIN - _width(draw, text, faces, size) if far else MARGIN
    for at, run, font in _runs(text, faces, size):
        draw.text((left + at, top), run, font=font, fill=ink)


def _width(draw: ImageDraw.ImageDraw, text: str, faces: Sequence[Path], size: int) -> float:
    return sum(draw.textlength(run, font=font) for _, run, font in _runs(text, faces, size))


def _runs(text: str, faces: Sequence[Path], size: int) -> Iterator[tuple[float, str, ImageFont.FreeTypeFont]]:
    """``text`` in runs of one face, each with how far it stands from the left."""
    at, run, used = 0.0, "", faces[0]
    for letter in text:
        face = used if letter == " " else next((each for each in faces if ord(letter) in _letters(each)), used)
        if face != used and run:
            font = _font(used, size)
            yield at, run, font
            at, run = at + font.getlength(run), ""
        used, run = face, run + letter
    if run:
        yield at, run, _font(used, size)


def _faces(fonts: Mapping[str, Path], family: str, weight: str) -> list[Path]:
    """The files of a family by script, with Amiri for Arabic; those that the theme does not use are left out."""
    names = [f"fonts/{family}-{script}-{weight}-normal.woff2" for script in SCRIPTS[:3]]
    names.append("fonts/amiri-arabic-400-normal.woff2")
    return [fonts[name] for name in names if name in fonts]


@cache
def _letters(face: Path) -> frozenset[int]:
    with TTFont(face) as font:
        return frozenset(font.getBestCmap())


@cache
def _font(face: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(face), size)


def icon(size: int) -> Image.Image:
    """The site's icon, as ``icon.svg`` draws it: an upright on a hairline, a day that is known."""
    image = Image.new("RGB", (size * 4, size * 4), PAPER)
    draw = ImageDraw.Draw(image)
    unit = size * 4 / 32
    for left, top, right, bottom in ((3, 14.6, 29, 17.4), (12, 5, 20, 27)):
        draw.rectangle((left * unit, top * unit, right * unit - 1, bottom * unit - 1), fill=INK)
    return image.resize((size, size), Image.Resampling.BOX)


def icon_png(size: int) -> bytes:
    """The icon as PNG."""
    return _png(icon(size))


def icon_ico() -> bytes:
    """The icon as browsers ask for it unasked: 16, 32 and 48 pixels in one file."""
    found = BytesIO()
    icon(48).save(found, format="ICO", sizes=[(16, 16), (32, 32), (48, 48)])
    return found.getvalue()


def _png(image: Image.Image, marking: str = "") -> bytes:
    """``image`` as PNG; ``marking`` stands in its metadata, too, so that it stays with a picture that is passed on."""
    found = BytesIO()
    told = PngInfo()
    if marking:
        told.add_text("Marking", marking)
    few = image.convert("P", palette=Image.Palette.ADAPTIVE, colors=64)
    few.save(found, format="PNG", optimize=True, pnginfo=told)
    return found.getvalue()
