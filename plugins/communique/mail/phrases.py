"""The few words around an edition, in the languages a list may ask for. The edition itself stays in its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Phrases:
    """Sentences with places for ``{list}``, ``{leave}``, ``{pdf}`` and ``{web}``."""

    why: str
    leave: str
    attached: str
    link: str
    web: str
    signed: str
    draft: str


_ENGLISH: Final = Phrases(
    why="You receive this because you are on the list “{list}”.",
    leave="To leave it, write to {leave}.",
    attached="The edition comes along as {pdf}.",
    link="The edition as PDF: {pdf}",
    web="On the web: {web}",
    signed="Its signature stands beside it ({pdf}.p7s).",
    draft="Draft. This is no published edition.",
)
PHRASES: Final[dict[str, Phrases]] = {
    "en": _ENGLISH,
    "fr": Phrases(
        why="Vous recevez ce message parce que vous êtes inscrit à la liste « {list} ».",
        leave="Pour la quitter, écrivez à {leave}.",
        attached="L’édition est jointe : {pdf}.",
        link="L’édition en PDF : {pdf}",
        web="Sur le web : {web}",
        signed="Sa signature est jointe ({pdf}.p7s).",
        draft="Brouillon. Ceci n’est pas une édition publiée.",
    ),
    "ru": Phrases(
        why="Вы получили это письмо, потому что состоите в списке «{list}».",
        leave="Чтобы выйти из него, напишите на {leave}.",
        attached="Выпуск приложен: {pdf}.",
        link="Выпуск в PDF: {pdf}",
        web="На сайте: {web}",
        signed="Его подпись приложена ({pdf}.p7s).",
        draft="Черновик. Это не опубликованный выпуск.",
    ),
    "ar": Phrases(
        why="تصلك هذه الرسالة لأنك مسجل في قائمة «{list}».",
        leave="لمغادرة القائمة اكتب إلى {leave}.",
        attached="الإصدار مرفق: {pdf}.",
        link="الإصدار بصيغة PDF: {pdf}",
        web="على الموقع: {web}",
        signed="توقيعه مرفق ({pdf}.p7s).",
        draft="مسودة. هذا ليس إصدارًا منشورًا.",
    ),
}


def phrases(language: str) -> Phrases:
    """The words in ``language``; in English where we have none."""
    return PHRASES.get(language, _ENGLISH)
