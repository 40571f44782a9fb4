"""Citing a page: APA (7th edition), Chicago (notes and bibliography, 17th) and BibTeX.

A page without a date of its own is undated, as the styles ask: the day of a build says nothing about a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.dates import Day, Edtf, Shape
from communique.kinds import Briefing, Note

if TYPE_CHECKING:
    from communique.kinds import Record
    from communique.views.sheet import Sheet

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Citation styles are English, whatever the page is written in."""
_TEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


@dataclass(frozen=True, slots=True)
class Citing:
    """One page in three styles; ``title`` and ``site`` are the parts that the styles set in italics."""

    apa: tuple[str, str, str]
    chicago: tuple[str, str, str]
    bibtex: str


def citing(sheet: Sheet, record: Record | None, title: str) -> Citing:
    """How the page ``sheet`` is cited. In ``apa`` and ``chicago`` the middle part is set in italics."""
    dossier = sheet.corpus.dossier
    dated = record.date if isinstance(record, Note | Briefing) else None
    authors = record.authors if isinstance(record, Note | Briefing) and record.authors else (dossier.publisher,)
    edition = f" (Edition {record.edition})" if isinstance(record, Briefing) else ""
    url = sheet.site.address(sheet.path)
    whole = title == dossier.title
    place = "" if whole else dossier.title
    by = f" {dossier.publisher}." if dossier.publisher not in authors else ""
    return Citing(
        (
            f"{_listed(authors, '&')}. ({_apa_date(dated)}). ",
            title,
            f"{edition}.{f' {place}.' if place else ''}{by}{f' {url}' if url else ''}",
        ),
        (
            f"{_listed(authors, 'and')}. {'' if whole else f'“{title}{_stop(title)}” '}",
            dossier.title,
            f".{edition and f' Edition {edition[10:-1]}.'}{by}{f' {words}.' if (words := _chicago_date(dated)) else ''}"
            f"{f' {url}.' if url else ''}",
        ),
        _bibtex(sheet, record, title, authors, dated, url),
    )


def _listed(authors: tuple[str, ...], last: str) -> str:
    *most, end = authors
    return f"{', '.join(most)} {last} {end}" if most else end


def _stop(title: str) -> str:
    return "" if title[-1:] in "?!." else "."


def _whole_day(date: Edtf | None) -> Day | None:
    """The day of a date that is one day, stated outright."""
    if date is None or date.shape is not Shape.DAY or date.is_approximate or date.is_uncertain:
        return None
    return date.earliest if isinstance(date.earliest, Day) else None


def _apa_date(date: Edtf | None) -> str:
    if day := _whole_day(date):
        return f"{day.year}, {MONTHS[day.month - 1]} {day.day}"
    return date.words() if date else "n.d."


def _chicago_date(date: Edtf | None) -> str:
    if day := _whole_day(date):
        return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"
    return date.words() if date else ""


def _bibtex(
    sheet: Sheet, record: Record | None, title: str, authors: tuple[str, ...], dated: Edtf | None, url: str
) -> str:
    dossier = sheet.corpus.dossier
    day = _whole_day(dated)
    fields = {
        "author": " and ".join(f"{{{tex(each)}}}" for each in authors),
        "title": f"{{{tex(title)}}}",
        "howpublished": tex(dossier.title),
        "publisher": tex(dossier.publisher),
        "edition": str(record.edition) if isinstance(record, Briefing) else "",
        "year": str(day.year) if day else "",
        "month": MONTHS[day.month - 1][:3].lower() if day else "",
        "date": str(day) if day else "",
        "url": url,
    }
    name = f"{dossier.id}:{record.id if record else sheet.path.removesuffix('index.html').strip('/') or 'home'}"
    # BibTeX's own month names are macros and stand without braces.
    lines = [f"  {key} = {value if key == 'month' else f'{{{value}}}'}" for key, value in fields.items() if value]
    return f"@misc{{{name},\n" + ",\n".join(lines) + "\n}"


def tex(text: str) -> str:
    """``text`` with what TeX would take for its own escaped; letters of every script stay (biber, BibTeX 0.99d)."""
    return text.translate(_TEX)
