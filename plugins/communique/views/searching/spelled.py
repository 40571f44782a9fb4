"""Who a spelling may mean: every form of every name with the set of records it stands for.

A search for any of Hifter, Haftar, حفتر and Хафтара has to find what is about the man, whatever it calls him. So each
document holds a word of its own for every set of records that shares a spelling (usually a set of one), and the
browser puts that word in the place of the spelling.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from communique.names import NameIndex


class Spelled:
    """The spellings of ``names`` and the word that stands in the index for whoever each may mean."""

    def __init__(self, names: NameIndex) -> None:
        self.names = names

    @cached_property
    def forms(self) -> Mapping[str, frozenset[str]]:
        """Each form with those it may mean: those declared so before those it would only be short for."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for spelling in self.names.spellings():
            found[spelling.text] |= self.names.resolve(spelling.text)
        return {text: frozenset(ids) for text, ids in sorted(found.items()) if ids}

    @cached_property
    def _sets(self) -> Mapping[str, tuple[frozenset[str], ...]]:
        """The sets each record is in."""
        found: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
        for ids in self.forms.values():
            for id_ in ids:
                found[id_].add(ids)
        return {id_: tuple(sorted(sets, key=sorted)) for id_, sets in found.items()}

    def words(self, ids: Iterable[str]) -> list[str]:
        """The words a document holds that names ``ids``."""
        sets = {each for id_ in ids for each in self._sets.get(id_, ())}
        return sorted(word(each) for each in sets)

    def named_in(self, text: str) -> frozenset[str]:
        """The records a text names, in any spelling."""
        return frozenset(id_ for found in self.names.scan(text) for id_ in found.ids)


def word(ids: frozenset[str]) -> str:
    """The word for a set of records: no word of any language, without vowels for a stemmer to take off."""
    digest = hashlib.sha256(" ".join(sorted(ids)).encode()).digest()
    return "zq" + "".join("bcdfghjklmnpqrtv"[byte % 16] for byte in digest[:9]) + "qz"
