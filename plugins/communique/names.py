"""Names in many spellings: what of a spelling is chance, which forms are known, and whose they are.

A pure core over plain texts. ``fold`` takes away what no reader means (case, marks over letters, hamza, tatweel,
presentation forms); ``skeleton`` takes away what transliterations differ in, so that Hifter and Haftar are alike.
A ``NameIndex`` knows every form; search, links by name and the checker ask it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Marks over letters are no word characters to `re`, and part of the word to everybody else.
_MARK: Final = r"\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_TOKEN: Final = re.compile(rf"[^\W_](?:[^\W_]|[{_MARK}])*(?:['’ʼ](?!s\b)[^\W\d_]+)*")
_ARABIC: Final = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه",
                                "ـ": None, "ء": None, "ی": "ي", "ک": "ك"})  # fmt: skip
_MARKS: Final = str.maketrans("", "", "'’ʼʻ`´")
_LATIN: Final = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae"})
ARTICLES: Final = frozenset({"al", "el", "ul", "ar", "as", "at", "an", "ad", "az", "ash", "esh", "es", "ed"})
"""What stands for the Arabic article in Latin letters, as a word of its own or before a hyphen."""

_SOUNDS: Final[tuple[tuple[str, str], ...]] = (
    (r"dzh|dj|zh", "j"),
    (r"tch|sch|sh|ch", "s"),
    (r"kh", "h"),
    (r"gh|ck|[qkgc]", "k"),
    (r"th", "t"),
    (r"dh", "d"),
    (r"ph|v", "f"),
    (r"z", "s"),
    (r"[aeiouyw]+", ""),
    (r"(?<=.)h\b", ""),
    (r"(.)\1+", r"\1"),
)
_GRAMMAR: Final = re.compile(
    r"^[وبلفك]?ال(?=\w{3})"
    r"|(?<=[а-я]{3})(?:[ая]ми|[оеиы]м[иу]|[оеыи]го|[оеыи][ймх]|[ая][хм]|[оеё]в|[оеь]ю|[аяуюеиыойь])$"
)
"""What stem() takes off; ``templates/static/js/search.js`` has the same, and a test holds the two together."""
_ENGLISH: Final = re.compile(r"[a-z]{4,}")
_ENDINGS: Final = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"ie[sd]$", "y"),
        (r"(?<![sui])s$", ""),
        (r"eed$", "ee"),
        (r"(?<=[a-z]{3})(?:ing|(?<!e)ed)$", ""),
        (r"(?<=[a-z]{4}[ts])ion$", ""),
        (r"(?<=[a-z]{3}at)or$", ""),
        (r"(?<=[a-z]{3})e$", ""),
        (r"y$", "i"),
        (r"([b-df-hj-np-tv-z])\1$", r"\1"),
        (r"(?<=[a-z]{3}i)z(at)?$", r"s\1"),
        (r"(?<=[a-z]{3}en)c$", "s"),
        (r"(?<=[a-z]{3})our$", "or"),
    )
)
"""What root() takes off, in this order, and how America writes what is left; search.js has the same."""
_BRACKETS: Final = re.compile(r"\s*\(([^()]*)\)\s*")
LIKE: Final = 0.6
"""How alike two words with one skeleton must be, letter by letter, to be taken for one name."""
MUCH_LIKE: Final = 0.8
"""The same for words with two consonants, of which many are alike by chance."""
STEM: Final = 5
"""Words that share so many letters are forms of one word: Moroccan belongs to Morocco, not to a Mr Morgan."""
SHORTEST: Final = 4
"""Shorter words are never taken for another spelling: too many are alike."""


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """``text`` as it is compared: case, marks, apostrophes, Arabic hamza, tatweel and presentation forms taken away."""
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return unicodedata.normalize("NFC", bare).translate(_ARABIC).translate(_MARKS).translate(_LATIN)


def tokens(text: str) -> Iterator[tuple[str, int]]:
    """The words of ``text`` as written, with where they start; a possessive s is a word of its own."""
    for match in _TOKEN.finditer(text):
        yield match.group(), match.start()


def folded(text: str) -> tuple[str, ...]:
    """The words of a name as they are compared, with the Arabic article taken off Arabic words."""
    words = (fold(word) for word, _ in tokens(text))
    return tuple(word.removeprefix("ال") if len(word) > 4 else word for word in words)


def stem(word: str) -> str:
    """A folded word without what its grammar adds: Russian endings (Хафтара), the Arabic article (والسراج)."""
    return _GRAMMAR.sub("", word)


@lru_cache(maxsize=65536)
def root(word: str) -> str:
    """A word as the search index has it, so that its other forms are found: folded, without endings of grammar.

    Those of English are few and safe: what they conflate (united, units) is what a reader of both expects.
    """
    plain = stem(fold(word))
    if not _ENGLISH.fullmatch(plain):
        return plain
    for pattern, into in _ENDINGS:
        plain = pattern.sub(into, plain)
    return plain


@lru_cache(maxsize=16384)
def skeleton(word: str) -> str:
    """The consonants of a Latin word by sound: kh as h, q, k and g as one, no vowels, no double letters."""
    sound = fold(word)
    for pattern, into in _SOUNDS:
        sound = re.sub(pattern, into, sound)
    return sound


def alike(one: str, other: str) -> bool:
    """Whether two Latin words may be transliterations of one name."""
    sound = skeleton(one)
    if min(len(one), len(other)) < SHORTEST or sound != skeleton(other) or len(sound) < 2:
        return False
    return SequenceMatcher(None, fold(one), fold(other)).ratio() >= (LIKE if len(sound) > 2 else MUCH_LIKE)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One form of one name: ``house`` where we print it; ``short`` where it is a person's last word alone."""

    text: str
    id: str
    house: bool
    short: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A known form in a text: what stands there, where, and the spellings it is."""

    text: str
    start: int
    spellings: tuple[Spelling, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Whose it is: those who are declared so, before those it would only be short for."""
        declared = frozenset(each.id for each in self.spellings if not each.short)
        return declared or frozenset(each.id for each in self.spellings)


@dataclass(slots=True)
class NameIndex:
    """Every form of every name. ``words`` are other words that are known and no misspelt names."""

    words: set[str] = field(default_factory=set)
    _forms: dict[tuple[str, ...], list[Spelling]] = field(default_factory=dict)
    _starts: dict[str, int] = field(default_factory=dict)
    _skeletons: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _houses: dict[str, str] = field(default_factory=dict)
    _stems: set[str] = field(default_factory=set)

    def add(self, id_: str, house: str, others: Iterable[str] = (), *, also: Iterable[str] = (), sort: str) -> None:
        """Enter the forms of one record: the house form, ``also`` those that may be printed, and ``others``.

        ``sort`` is ``person``, ``place`` or anything else: a person goes by the last word alone, and the words of
        persons and places are those that transliterations differ in.
        """
        person = sort == "person"
        self._houses[id_] = house
        for text in dict.fromkeys(part for name in (house, *also) for part in parted(name)):
            self._enter(Spelling(text, id_, True), person=person)
            for word, _ in tokens(text):
                self._stems.add(fold(word)[:STEM])
                if len(word) >= SHORTEST and word.isalpha() and sort in ("person", "place"):
                    self._skeletons.setdefault(skeleton(word), []).append((word, id_))
        for text in dict.fromkeys(others):
            self._enter(Spelling(text, id_, False), person=person)

    def _enter(self, spelling: Spelling, *, person: bool) -> None:
        words = folded(spelling.text)
        if not words:
            return
        self._put(words, spelling)
        if person and len(words) > 1 and len(words[-1]) >= SHORTEST:
            last = [word for word, _ in tokens(spelling.text)][-1]
            self._put(words[-1:], Spelling(last, spelling.id, spelling.house, short=True))

    def _put(self, words: tuple[str, ...], spelling: Spelling) -> None:
        known = self._forms.setdefault(words, [])
        mine = next((each for each in known if each.id == spelling.id), None)
        if mine is None or _rank(mine) < _rank(spelling):
            known[:] = [each for each in known if each is not mine] + [spelling]
        self._starts[words[0]] = max(len(words), self._starts.get(words[0], 0))
        self.words.update(words)

    def house(self, id_: str) -> str:
        """What we print for a record."""
        return self._houses[id_]

    def spellings(self) -> Iterator[Spelling]:
        """Every form that is known, with whose it is."""
        for known in self._forms.values():
            yield from known

    def resolve(self, name: str) -> frozenset[str]:
        """The records that ``name``, in any script, is a form of; for links by name and for search."""
        words = folded(name)
        found = self._forms.get(words) or self._forms.get(tuple(word for word in words if word not in ARTICLES), [])
        return Found(name, 0, tuple(found)).ids

    def scan(self, text: str) -> Iterator[Found]:
        """The known forms in ``text``, the longest at each place."""
        found = [(word, start, fold(word)) for word, start in tokens(text)]
        at = 0
        while at < len(found):
            for length in range(min(self._starts.get(found[at][2], 0), len(found) - at), 0, -1):
                spellings = self._forms.get(tuple(word for _, _, word in found[at : at + length]))
                last, start, _ = found[at + length - 1]
                written = text[found[at][1] : start + len(last)]
                if spellings and _is_name(written, spellings):
                    yield Found(written, found[at][1], tuple(spellings))
                    at += length
                    break
            else:
                at += 1

    def near(self, word: str) -> tuple[tuple[str, str], ...]:
        """Words of house forms that an unknown ``word`` looks like, each with its record."""
        if fold(word) in self.words or not word.isalpha() or not word[0].isupper():
            return ()
        stem = fold(word)[:STEM]
        return tuple(
            dict.fromkeys(
                pair
                for pair in self._skeletons.get(skeleton(word), ())
                if alike(word, pair[0]) and (stem not in self._stems or fold(pair[0])[:STEM] == stem)
            )
        )


def _rank(spelling: Spelling) -> tuple[bool, bool]:
    """Of one record's forms that fold to the same words, the one that counts: printed, and declared as it is."""
    return spelling.house, not spelling.short


def _is_name(written: str, spellings: Iterable[Spelling]) -> bool:
    """A name has capitals where its form has them: "us" is not the United States, nor "general command" a staff."""
    return any(_capitals(written) >= _capitals(each.text) for each in spellings)


def _capitals(text: str) -> int:
    words = [word for word, _ in tokens(text)]
    whole = sum(letter.isupper() for letter in words[0]) if len(words) == 1 else 0
    return max(whole, sum(word[0].isupper() for word in words if fold(word) not in ARTICLES))


def parted(name: str) -> tuple[str, ...]:
    """A house form as printed, without what stands in brackets or behind a comma, and an abbreviation alone."""
    inner = _BRACKETS.search(name)
    if inner is None:
        first = name.partition(", ")[0]
        return tuple(dict.fromkeys((name, first)))
    alone = _BRACKETS.sub(" ", name).strip()
    return (name, alone, inner[1]) if re.fullmatch(r"[A-Z][A-Za-z]{1,9}", inner[1]) else (name, alone)
