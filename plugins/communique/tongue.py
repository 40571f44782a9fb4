"""The language of the interface: what the program itself says on a page, apart from what a dossier's records say.

Messages are GNU gettext; catalogues are plain ``.po`` files below ``locale/``, a dossier's own before the program's,
read without a step of compiling. Two languages are made up, to see that nothing is hard-wired: ``en-XA`` puts every
message in brackets and accents, ``ar-XB`` does the same from right to left (the names are CLDR's pseudo-locales).
"""

from __future__ import annotations

import gettext as _gettext
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from communique.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import ItemsView, Iterable, ValuesView
    from decimal import Decimal

DOMAIN: Final = "communique"
SOURCE: Final = "en"
"""The language messages are written in."""
PSEUDO: Final = {"en-XA": "ltr", "ar-XB": "rtl"}
_CASES: Final = {name.lower(): name for name in PSEUDO}
OPEN, SHUT = "⟦", "⟧"
RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "yi", "dv", "sd"})
Width = Literal["wide", "column", "short", "narrow"]
_MONTHS: Final[dict[Width, str | tuple[str, ...]]] = {
    "wide": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "column": ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
    "short": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "narrow": "JFMAMJJASOND",
}
"""How English pages have it; other languages have what CLDR gives."""
_BABEL: Final[dict[Width, Literal["abbreviated", "narrow", "wide"]]] = {
    "wide": "wide",
    "column": "abbreviated",
    "short": "abbreviated",
    "narrow": "narrow",
}
_ACCENTED: Final = str.maketrans("aceinosuyACEINOSUY", "áçéíñóšúýÁÇÉÍÑÓŠÚÝ")
# What a message is filled with, and the markup in it, stay as they are.
_KEPT: Final = re.compile(r"(%\(\w+\)[sd]|%%|\{\w*\}|<[^>]+>|&\w+;)")


class Pseudo(_gettext.NullTranslations):
    """A language in which every message is plainly a message."""

    def gettext(self, message: str) -> str:
        """The message, dressed up."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form that English uses with ``n``, dressed up."""
        return pseudo(msgid1 if n == 1 else msgid2)


def pseudo(message: str) -> str:
    """``message`` in brackets and with accents."""
    if not message.strip():
        return message
    parts = _KEPT.split(message)
    told = "".join(part if at % 2 else part.translate(_ACCENTED) for at, part in enumerate(parts))
    return f"{OPEN}{told}{SHUT}"


class Tongue:
    """The language that is spoken now; one build speaks one."""

    def __init__(self) -> None:
        self.language = SOURCE
        self.translations: _gettext.NullTranslations = _gettext.NullTranslations()

    def speak(self, language: str, folders: Iterable[Path] = ()) -> None:
        """Speak ``language`` from now on, with the catalogues of ``folders``, the first before the rest.

        Raises SettingsError for a language nobody knows, and where no catalogue has it.
        """
        found: _gettext.NullTranslations = _gettext.NullTranslations()
        # Pelican makes DEFAULT_LANG lower case.
        language = _CASES.get(language.lower(), language)
        if language in PSEUDO:
            found = Pseudo()
        elif language.partition("-")[0] != SOURCE:
            _checked(language)
            catalogues = [_catalogue(folder, language) for folder in (*folders, LOCALE)]
            known = [each for each in catalogues if each is not None]
            if not known:
                raise SettingsError(
                    f"pelicanconf.py: DEFAULT_LANG is '{language}', and there is no locale/{language}/{DOMAIN}.po; "
                    f"translate {DOMAIN}.pot, or write 'en'."
                )
            found = known[0]
            for each in known[1:]:
                found.add_fallback(each)
        self.language, self.translations = language, found


LOCALE: Final = Path(__file__).resolve().parent / "locale"
TONGUE: Final = Tongue()


def speak(language: str, folders: Iterable[Path] = ()) -> None:
    """Speak ``language`` from now on; see Tongue.speak."""
    TONGUE.speak(language, folders)


def gettext(message: str) -> str:
    """``message`` in the language spoken now."""
    return TONGUE.translations.gettext(message)


def say(message: str, **values: object) -> str:
    """``message`` in the language spoken now, its ``{names}`` filled with ``values``."""
    return gettext(message).format(**values)


def message(text: str) -> str:
    """``text`` as it stands: a message that is said later, marked for those who collect messages."""
    return text


def ngettext(one: str, many: str, number: int) -> str:
    """The form of a message that goes with ``number``."""
    return TONGUE.translations.ngettext(one, many, number)


def spoken() -> str:
    """The language spoken now, as HTML names it."""
    return TONGUE.language


def direction(language: str) -> str:
    """Which way a language is written: ltr or rtl."""
    if language in PSEUDO:
        return PSEUDO[language]
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def dressed(words: str) -> str:
    """Words that were put together in English: as they are, but for a made-up language, which shows that they can be
    told from what a record says.
    """
    return pseudo(words) if TONGUE.language in PSEUDO else words


def locale() -> Locale | None:
    """What CLDR knows of the language spoken now; None where English is spoken, or a made-up language."""
    language = TONGUE.language
    if language in PSEUDO or language.partition("-")[0] == SOURCE:
        return None
    return Locale.parse(language, sep="-")


def decimal(number: Decimal) -> str:
    """A number with the signs that the language spoken now has for thousands and decimals."""
    known = locale()
    if known is None:
        return f"{number:,}"
    from babel.numbers import format_decimal

    return str(format_decimal(number, locale=known))


def month_name(month: int, width: Width = "wide") -> str:
    """The name of a month (1 to 12) in the language spoken now, as it stands alone; ``column`` heads a column."""
    known = locale()
    if known is None:
        return dressed(_MONTHS[width][month - 1])
    return str(known.months["stand-alone"][_BABEL[width]][month])


class Words(dict[str, str]):
    """A table of messages by key: what it holds is written in English and read in the language spoken now."""

    def __getitem__(self, key: str) -> str:
        return gettext(super().__getitem__(key))

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
        """The message, or ``default`` as it stands."""
        return self[key] if key in self else default  # noqa: SIM401

    def items(self) -> ItemsView[str, str]:  # type: ignore[override]
        """Keys with their messages."""
        return self.spoken.items()

    def values(self) -> ValuesView[str]:  # type: ignore[override]
        """The messages."""
        return self.spoken.values()

    @property
    def spoken(self) -> dict[str, str]:
        """The table in the language spoken now."""
        return {key: self[key] for key in self}

    @property
    def written(self) -> dict[str, str]:
        """The table as it is written."""
        return {key: super(Words, self).__getitem__(key) for key in self}


def _checked(language: str) -> None:
    try:
        Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError) as error:
        raise SettingsError(f"pelicanconf.py: DEFAULT_LANG '{language}' is no language; write 'en', 'ar'.") from error


def _catalogue(folder: Path, language: str) -> _gettext.GNUTranslations | None:
    for name in dict.fromkeys((language, language.partition("-")[0])):
        path = folder / name / f"{DOMAIN}.po"
        if path.is_file():
            packed = BytesIO()
            try:
                with path.open("rb") as opened:
                    write_mo(packed, read_po(opened, locale=name.replace("-", "_"), abort_invalid=True))
            except PoFileError as error:
                raise SettingsError(f"locale/{name}/{path.name}: {error}") from error
            packed.seek(0)
            return _gettext.GNUTranslations(packed)
    return None
