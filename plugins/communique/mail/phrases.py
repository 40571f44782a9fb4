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
    attached="The edition is attached: {pdf}",
    link="The edition as PDF: {pdf}",
    web="On the web: {web}",
    signed="Its signature is attached as a file of its own: {pdf}",
    draft="Draft. This is no published edition.",
)
PHRASES: Final[dict[str, Phrases]] = {
    "en": _ENGLISH,
    "fr": Phrases(
        why="Vous recevez ce message car votre adresse figure sur la liste «\u202f{list}\u202f».",
        leave="Pour ne plus rien recevoir de cette liste, écrivez à {leave}.",
        attached="L’édition est jointe à ce message\u00a0: {pdf}",
        link="L’édition au format PDF\u00a0: {pdf}",
        web="En ligne\u00a0: {web}",
        signed="Sa signature électronique est jointe dans un fichier à part\u00a0: {pdf}",
        draft="Brouillon. Ceci n’est pas une édition publiée.",
    ),
    "ru": Phrases(
        why="Вы получили это письмо, потому что ваш адрес есть в списке рассылки «{list}».",
        leave="Чтобы отказаться от рассылки, напишите на {leave}.",
        attached="Выпуск приложен к письму: {pdf}",
        link="Выпуск в формате PDF: {pdf}",
        web="На сайте: {web}",
        signed="Электронная подпись выпуска приложена отдельным файлом: {pdf}",
        draft="Черновик. Этот выпуск не опубликован.",
    ),
    "ar": Phrases(
        why="تصلكم هذه الرسالة لأن عنوانكم مدرج في القائمة البريدية «{list}».",
        leave="لإلغاء الاشتراك، يرجى الكتابة إلى {leave}.",
        attached="الإصدار مرفق بهذه الرسالة: {pdf}",
        link="الإصدار بصيغة PDF: {pdf}",
        web="على الموقع: {web}",
        signed="توقيع الإصدار الإلكتروني مرفق في ملف منفصل: {pdf}",
        draft="مسودة. هذا الإصدار غير منشور.",
    ),
}


def spoken(language: str) -> str:
    """The language of the words that a reader who asks for ``language`` gets: the same, or English."""
    plain = language.partition("-")[0].lower()
    return plain if plain in PHRASES else "en"


def phrases(language: str) -> Phrases:
    """The words in ``language``; in English where we have none."""
    return PHRASES[spoken(language)]
