"""The words readers see for the values of enumerations. One table a field; every value of the field is in it."""

from __future__ import annotations

from communique.markings import PLAIN_WORDS
from communique.tongue import Words

MARKING_WORDS = Words({str(marking): words for marking, words in PLAIN_WORDS.items()})
"""What each marking lets a reader do."""
EVENT_TYPES = Words(
    {
        "meeting": "meeting",
        "announcement": "announcement",
        "agreement": "agreement",
        "decision": "decision",
        "transfer": "arms or equipment",
        "military": "fighting",
    }
)
STATUSES = Words(
    {
        "planned": "planned",
        "held": "took place",
        "reported": "reported, not confirmed",
        "postponed": "put off",
        "cancelled": "called off",
    }
)
FORMATS = Words(
    {
        "in-person": "in person",
        "indirect": "in one place, not in one room",
        "shuttle": "a mediator going between the sides",
        "virtual": "by video",
        "phone": "by telephone",
        "hybrid": "partly in person, partly by video",
        "written": "in writing",
        "unknown": "unknown",
    }
)
RESULTS = Words(
    {
        "signed": "signed",
        "partly-signed": "signed by some",
        "announced": "announced",
        "none-announced": "none announced",
        "unknown": "unknown",
    }
)
ROLES = Words(
    {
        "party": "party",
        "host": "host",
        "mediator": "mediator",
        "facilitator": "facilitator",
        "witness": "witness",
        "observer": "observer",
    }
)
LISTS = Words({"complete": "list complete", "cut": "list cut", "not-given": "names not given"})
PRESENCE = Words({"attended": "attended", "reported": "reported", "invited": "invited", "absent": "absent"})
PARTS = Words({"head": "head of the delegation", "member": "member of the delegation"})
SIGNED = Words({"signed": "signed", "not-signed": "did not sign", "as-witness": "signed as a witness"})

ACTS = Words(
    {
        "position": "Position",
        "demand": "Demand",
        "offer": "Offer",
        "refusal": "Refusal",
        "assertion": "Assertion",
        "denial": "Denial",
        "plan": "Plan",
        "characterisation": "Characterisation",
    }
)
QUOTE_IS = Words(
    {
        "original": "original words",
        "translation": "in translation",
        "back-translation": "translated back",
        "unknown": "original or translation: unknown",
    }
)
ANSWERS = Words(
    {
        "denies": "denies",
        "denies-part": "denies in part",
        "deflects": "turns elsewhere",
        "confirms": "confirms",
        "corrects": "corrects",
    }
)
COMPLIANCE = Words(
    {
        "under-way": "under way",
        "met": "met",
        "partly-met": "met in part",
        "not-met": "not met",
        "lapsed": "lapsed",
        "replaced": "replaced",
        "disputed": "disputed",
        "unknown": "unknown",
    }
)
STAGES = Words(
    {
        "alleged": "alleged",
        "requested": "asked for",
        "contracted": "under contract",
        "shipped": "shipped",
        "delivered": "delivered",
    }
)
WHERE = Words({"headline": "in the headline", "body": "in the body", "caption": "in a caption"})
CORRECTIONS = Words({"correction": "Correction", "clarification": "Clarification"})

ACTOR_TYPES = Words(
    {
        "person": "person",
        "body": "body",
        "state": "state",
        "armed-group": "armed group",
        "grouping": "grouping",
    }
)
ACTOR_GROUPS = Words(
    {
        "state": "States",
        "body": "Bodies",
        "armed-group": "Armed groups",
        "grouping": "Groupings",
        "person": "Persons",
    }
)
NAME_FORMS = Words(
    {
        "usual": "usual",
        "variant": "variant",
        "abbreviation": "abbreviation",
        "via-russian": "by way of Russian",
        "machine": "by machine translation",
        "wrong": "wrong",
    }
)
PLACE_TYPES = Words({"city": "city", "base": "base", "region": "region", "state": "state", "water": "water"})
PRECISION = Words(
    {
        "site": "the site itself",
        "city": "the city",
        "district": "the district",
        "region": "somewhere in the region",
    }
)
TRACK_TYPES = Words(
    {
        "un": "United Nations",
        "mediation": "mediation",
        "bilateral": "bilateral",
        "intra-party": "within one side",
        "issue": "issue thread",
    }
)

SOURCE_TYPES = Words(
    {
        "release": "official release",
        "transcript": "transcript",
        "agency": "news agency",
        "news": "news outlet",
        "broadcast": "broadcast",
        "post": "post",
        "aggregator": "aggregator",
        "reference": "reference work",
        "analysis": "analysis",
    }
)
SOURCE_GROUPS = Words(
    {
        "release": "Official releases",
        "transcript": "Transcripts",
        "agency": "News agencies",
        "news": "News outlets",
        "broadcast": "Broadcasts",
        "post": "Posts",
        "aggregator": "Aggregators",
        "reference": "Reference works",
        "analysis": "Analyses",
    }
)
BASIS = Words(
    {
        "shown": "as shown on it",
        "address": "from its address",
        "inferred": "date inferred",
    }
)
COPIES = Words({"whole": "read whole", "opening": "opening read", "none": "not seen; known from those who cite it"})
PASSED_ON = Words(
    {
        "translates": "translates",
        "rewrites": "rewrites",
        "quotes": "quotes",
        "reprints": "reprints",
        "reports": "reports",
    }
)
RELIABILITY = Words(
    {
        "A": "completely reliable",
        "B": "usually reliable",
        "C": "fairly reliable",
        "D": "not usually reliable",
        "E": "unreliable",
        "F": "cannot be judged",
    }
)
CREDIBILITY = Words(
    {
        "1": "confirmed by other sources",
        "2": "probably true",
        "3": "possibly true",
        "4": "doubtful",
        "5": "improbable",
        "6": "cannot be judged",
    }
)
BRIEFING_TYPES = Words({"note": "note", "forecast": "forecast", "bulletin": "bulletin", "chronology": "chronology"})
CONFIDENCE = Words({"high": "high confidence", "moderate": "moderate confidence", "low": "low confidence"})

KIND_NAMES = Words(
    {
        "event": "event",
        "actor": "actor",
        "place": "place",
        "source": "source",
        "track": "track",
        "topic": "topic",
        "claim": "claim",
        "note": "note",
        "page": "page",
        "briefing": "briefing",
    }
)

FIELDS = Words(
    {
        "title": "title",
        "type": "sort of event",
        "status": "whether it took place",
        "date": "day",
        "end": "last day",
        "time": "time of day",
        "format": "format",
        "place": "place",
        "result": "result",
        "round": "round",
        "document": "document",
        "takes_effect": "day it takes effect",
        "continues": "what it continues",
        "answers": "what it answers",
        "sides": "sides",
        "present": "who was present",
        "text": "what was said",
        "quote": "wording",
        "by": "whose statement",
        "speaker": "speaker",
        "to": "addressee",
        "act": "act",
        "topic": "topic",
        "within": "time allowed",
        "counted_from": "day the time counts from",
        "monitor": "who sees to it",
        "bound": "who is bound",
        "what": "what it is",
        "quantity": "number",
        "value": "number",
        "unit": "unit",
        "supplier": "supplier",
        "recipients": "recipients",
        "stage": "how far it had come",
        "route": "route",
        "post": "post",
        "named": "name",
        "presence": "whether present",
        "signed": "whether signed",
        "part": "head or member",
        "side": "side",
        "names": "name",
        "summary": "summary",
        "concerns": "place it is about",
        "published": "day of publication",
    }
)
"""What a field is called where readings differ or a source is said to carry it."""

FOUND_IN = Words(
    {
        "title": "title",
        "names": "names",
        "number": "number",
        "summary": "summary",
        "body": "text",
        "statements": "statement",
        "terms": "undertaking",
        "compliance": "how it was kept",
        "transfers": "arms or equipment",
        "quantities": "number",
        "readings": "other reading",
        "present": "who was present",
        "sides": "sides",
        "sessions": "who met whom",
        "tenures": "posts",
        "judgements": "judgement",
        "variants": "variant",
        "corrections": "correction",
        "reliability_reason": "why it is graded so",
        "note": "remark",
        "cites": "whom it has it from",
        "document": "document",
        "publisher": "publisher",
        "date": "date",
        "date_text": "words for its date",
        "sources": "remark on a source",
        "published_note": "remark on its date",
        "snapshots": "remark on a copy",
        "answers": "answer",
        "no_answer": "answer not found",
        "authors": "authors",
        "changes": "what is new",
    }
)
"""Where in a record a search found its words, by the key of the field or list."""

LANGUAGES = Words(
    {
        "ar": "Arabic",
        "bg": "Bulgarian",
        "de": "German",
        "el": "Greek",
        "en": "English",
        "es": "Spanish",
        "fa": "Persian",
        "fi": "Finnish",
        "fr": "French",
        "he": "Hebrew",
        "id": "Indonesian",
        "it": "Italian",
        "lv": "Latvian",
        "mt": "Maltese",
        "nl": "Dutch",
        "nb": "Norwegian",
        "no": "Norwegian",
        "pl": "Polish",
        "pt": "Portuguese",
        "ro": "Romanian",
        "ru": "Russian",
        "sr": "Serbian",
        "sv": "Swedish",
        "tr": "Turkish",
        "uk": "Ukrainian",
        "zh": "Chinese",
    }
)


def language_name(tag: str) -> str:
    """What a language is called: Arabic for ``ar`` and ``ar-LY``; the tag itself where we have no word."""
    return LANGUAGES.get(tag.partition("-")[0], tag)


def field_name(name: str) -> str:
    """What a field is called in a sentence."""
    return FIELDS.get(name, name.replace("_", " "))
