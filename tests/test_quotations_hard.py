"""Quotations made to deceive: look-alikes, hidden signs, cut negations, parted numbers. None may be *found* wrongly."""

from __future__ import annotations

import pytest

from communique.quotations import Copy, Speaker, judge

SAME = [
    ("soft hyphens", "representative of the ministry", "a repre\u00adsentative of the minis\u00adtry said"),
    ("marks of direction", "اتفاق وقف إطلاق النار", "وقع \u200fاتفاق\u200e وقف \u202bإطلاق\u202c النار أمس"),
    ("vowel signs and tatweel", "اتفاق وقف", "اتِّفَـــاقُ وَقْفٍ"),
    ("a word parted at a line's end", "the representative said so", "the repre-\nsentative said so"),
    ("a hyphen that is the word's own at a line's end", "well-known men", "the well-\nknown men came"),
    ("ligatures", "five officials filed", "ﬁve oﬃcials ﬁled"),
    ("guillemets", '"the talks" failed', "«the talks» failed"),
    ("spaces that do not break", "10 000 men left", "10\u00a0000 men\u202fleft"),
    ("nested quotation marks", "he said 'no deal' to me", "he said “no deal” to me"),
    ("a hyphen for the dash of a range", "45–90 days", "45-90 days"),
    ("figures of three scripts", "14 طائرة", "١٤ طائرة"),
    ("figures of three scripts, Persian", "14 طائرة", "۱۴ طائرة"),
    ("a joiner inside a word", "the deal", "the de\u200dal"),
    ("dots of the source's own", "wait... what", "He said: wait... what"),
    ("brackets of the source's own", "the [Libyan] army", "the [Libyan] army came"),
    ("an insertion", "the [Libyan] army", "the army came"),
    ("an insertion with a year", "in May [2020] they came", "in May they came"),
    ("an ellipsis in a sentence", "the deal […] holds", "the deal of May holds."),
]
OTHER = [
    ("Cyrillic letters among Latin", "a proxy of Moscow", "It is a рroxy of Moscow indeed."),
    ("Latin letters among Cyrillic", "доверенным лицом", "он был довеpенным лицом"),
    ("another alef", "اطلاق النار", "إطلاق النار"),
    ("a hyphen that makes another word", "reform of the law", "re-form of the law"),
    ("a changed number", "45 to 60 days", "45 to 90 days"),
    ("the end of a range", "90 days", "45-90 days"),
    ("a number in words", "fourteen aircraft", "14 aircraft"),
    ("an exponent", "102 km", "10² km"),
    ("half of a decimal", "1 million", "1.1 million"),
    ("half of a decimal, with a comma", "5 million", "1,5 million"),
    ("a sign before a number", "5 degrees", "−5 degrees"),
    ("money without its sign", "5 million", "$5 million"),
    ("a share without its sign", "5 of them", "5% of them"),
    ("the end of a grouped number", "000 men left", "10 000 men left"),
    ("the end of a grouped number, narrow space", "000 men left", "10\u202f000 men left"),
    ("the start of a grouped number", "they sent 14", "they sent 14 000 men"),
    ("a year for a number", "14 aircraft", "2014 aircraft"),
    ("half of a sum", "5 talks", "5+5 talks"),
    ("a contraction without its negation", "we can sign", "we can't sign"),
    ("a dropped negation", "we will sign the deal today", "we will not sign the deal today"),
    ("a dropped negation, Russian", "мы подпишем договор сегодня", "мы не подпишем договор сегодня"),
    ("part of a word", "sign the deal", "resign the dealer"),
    ("an ellipsis over a negation", "the deal … holds", "the deal does not hold. It holds"),
    ("an ellipsis over a negation, Russian", "мы … подпишем", "мы никогда подпишем"),
    ("an ellipsis over a negation, Arabic", "نحن … نوقع", "نحن لن نوقع"),
    ("an ellipsis over a word that says no", "they … agree", "they hardly agree"),
    ("an ellipsis over an exception", "all leave … Libya", "all leave except Wagner in Libya"),
    ("an ellipsis across paragraphs", "first words ... last words", "first words here.\n\nAnd the last words"),
    ("parts in another order", "last … first", "first then last"),
    ("a negation put in by a bracket", "we will [not] sign", "we will sign"),
    ("a negation hidden by a bracket", "we [shall] sign", "we never sign"),
    ("a number replaced by a bracket", "[14] aircraft came", "15 aircraft came"),
    ("a number replaced by a bracket at the end", "they sent [14]", "they sent 15 today"),
    ("a header between two pages", "agreed to meet again", "agreed\n\nUnited Nations 3\n\n\fto meet again"),
    ("the order of words", "the army of Libya", "Libya of the army"),
    ("half of a vulgar fraction", "1 2 of them", "½ of them"),
    ("nothing", "", "text"),
    ("dots only", "…", "text … text"),
    ("signs only", "?!", "text?!"),
    ("a bracket only", "[x]", "text x"),
]


@pytest.mark.parametrize(("what", "quotation", "copy"), SAME, ids=[row[0] for row in SAME])
def test_what_changes_no_word_is_found(what: str, quotation: str, copy: str) -> None:
    assert judge(quotation, Copy(copy)).word == "found", what


@pytest.mark.parametrize(("what", "quotation", "copy"), OTHER, ids=[row[0] for row in OTHER])
def test_what_changes_a_word_is_never_found(what: str, quotation: str, copy: str) -> None:
    verdict = judge(quotation, Copy(copy))
    assert verdict.word in ("altered", "not-found"), what
    assert verdict.reason


def test_words_that_stand_in_boilerplate_only_are_not_found() -> None:
    verdict = judge("share this page", Copy("Article text here.\nshare this page", ("2",)))
    assert (verdict.word, verdict.reason) == ("not-found", "it stands in boilerplate only, line 2")


def test_a_negation_right_before_or_after_the_words_is_told() -> None:
    assert judge("sign the deal", Copy("we did not sign the deal")).remark == "right before it stands “not”"
    assert judge("we will sign", Copy("we will sign nothing. Never")).remark == "right after it stands “nothing”"
    assert judge("we will sign", Copy("we will sign. Nothing else")).remark == ""


def test_an_ellipsis_that_leaves_out_another_speaker_is_for_a_person_to_judge() -> None:
    text = "We agree, said Ada Verrin. Oren Tallis said it is done."
    speaker = Speaker(("Ada Verrin",), (("Oren Tallis",),))
    assert judge("We agree … it is done", Copy(text), speaker).word == "cannot-check"
    assert judge("We agree", Copy(text), speaker).word == "found"


def test_a_long_copy_and_many_brackets_are_judged_soon() -> None:
    """Neither the search nor the nearest passage may grow with the square of the copy."""
    copy = Copy("\n\n".join(f"paragraph {number} says that the ferries go on" for number in range(2_000)))
    assert judge("the ferries go on … and never come back", copy).word != "found"
    assert judge(" ".join("[a] b" for _ in range(30)), copy).word != "found"
