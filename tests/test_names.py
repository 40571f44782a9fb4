"""Names in many spellings: what is taken for one name, whose a form is, and what the checker says of our prose."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.checking import check_dossier
from communique.kinds import Actor, Place
from communique.load import load
from communique.names import NameIndex, alike, folded
from tests.dossiers import ROOT, small
from tests.fixtures import rows


@pytest.mark.parametrize("case", rows("names.txt"))
def test_spellings_are_taken_for_one_name_or_for_two(case: tuple[str, ...]) -> None:
    one, other, same = case
    assert alike(one, other) == alike(other, one) == (same == "yes")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("السراج", "السَّرَّاج"),
        ("السراج", "الســراج"),
        ("أحمد المسماري", "احمد المسمارى"),
        ("ﺣﻔﺘﺮ", "حفتر"),
        ("حكومة", "حكومه"),
        ("Salamé", "Salame"),
        ("Al-Sarraj", "al Sarraj"),
        ("O’Brien", "O'Brien"),
        ("Хафтар", "ХАФТАР"),
    ],
)
def test_case_marks_hamza_tatweel_and_presentation_forms_make_no_difference(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.fixture(scope="module")
def index() -> NameIndex:
    corpus = load(ROOT).corpus
    assert corpus is not None
    return corpus.names


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Hifter", "khalifa-haftar"),
        ("Хафтар", "khalifa-haftar"),
        ("حفتر", "khalifa-haftar"),
        ("Serraj", "fayez-al-sarraj"),
        ("السَّرّاج", "fayez-al-sarraj"),
        ("Khmeimim", "hmeimim"),
        ("GNA", "gna"),
    ],
)
def test_a_name_in_any_script_leads_to_its_record(index: NameIndex, name: str, id_: str) -> None:
    assert index.resolve(name) == {id_}


def test_every_declared_form_leads_to_its_record(index: NameIndex) -> None:
    corpus = load(ROOT).corpus
    assert corpus is not None
    named: tuple[Actor | Place, ...] = (*corpus.actors, *corpus.places)
    forms = [(form.text, record.id) for record in named for form in record.name_forms]
    forms += [(text, record.id) for record in named for text in record.names.values()]
    assert [form for form, id_ in forms if id_ not in index.resolve(form)] == []


def test_quotations_ids_and_words_named_as_words_are_nobodys_spelling(tmp_path: Path) -> None:
    note = small(tmp_path) / "content" / "notes" / "spellings.md"
    note.write_text(
        '---\ntitle: Spellings\n---\n\nOne paper has "Obermiravel", one *Obermiravel*, see [[upper-miravel]].\n',
        encoding="utf-8",
    )
    assert check_dossier(tmp_path).findings == ()


def test_a_short_form_is_clear_where_the_record_names_one_of_the_two(tmp_path: Path) -> None:
    folder = small(tmp_path) / "content"
    first = (folder / "actors" / "ada-verrin.yaml").read_text(encoding="utf-8").split("\n")[0]
    (folder / "actors" / "berta-verrin.yaml").write_text(
        f"{first}\ntype: person\nnames:\n  en: Berta Verrin\n", encoding="utf-8"
    )
    note = folder / "notes" / "spellings.md"
    note.write_text("---\ntitle: Spellings\n---\n\nBerta Verrin came. Verrin spoke.\n", encoding="utf-8")
    assert check_dossier(tmp_path).findings == ()
    note.write_text("---\ntitle: Spellings\n---\n\nBoth came. Verrin spoke.\n", encoding="utf-8")
    assert [finding.code for finding in check_dossier(tmp_path).findings] == ["ambiguous-name"]
