"""Every diagnostic code: how grave it is, what it means, what an editor does about it.

Kebab-case names, never re-used for another meaning: records name them when they accept a finding.
"""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """``severity`` is error, warning or note; ``means`` and ``mend`` are sentences for the documentation."""

    severity: str
    means: str
    mend: str


CODES: dict[str, Code] = {
    # The file itself
    "bad-file-name": Code(
        "error",
        "The file's name is its record's id and has letters an id may not have.",
        "Rename the file: small Latin letters, digits and single hyphens.",
    ),
    "stray-file": Code(
        "warning",
        "A file below the content folder belongs to no record kind, so it is not published.",
        "Move it into the folder of its kind, mend its ending, or take it out of the tree.",
    ),
    "symlink": Code(
        "error",
        "A symbolic link leads out of the dossier's tree. Links are never followed.",
        "Put the file itself in the tree.",
    ),
    "not-utf8": Code(
        "error",
        "The file is not UTF-8 text.",
        "Save it as UTF-8.",
    ),
    "too-large": Code(
        "error",
        "The file is larger than a record may be (1 MiB).",
        "Split the record, or keep the material in the snapshot store.",
    ),
    "unreadable": Code(
        "error",
        "The file or folder cannot be read.",
        "Look at its permissions.",
    ),
    # What was published
    "bad-lock": Code(
        "error",
        "The lock file of a published edition cannot be read, or is not as `communique publish` wrote it: its last "
        "line seals those above.",
        "Put the file back as git has it. What readers hold does not change; a new edition supersedes it.",
    ),
    "changed-file": Code(
        "error",
        "A file kept of a published edition is missing, or its bytes are not those whose digest its lock has.",
        "Put the file back as git has it.",
    ),
    "changed-edition": Code(
        "error",
        "The source of a published edition says something else than it did, is gone, or is marked lower than the "
        "PDF that readers hold.",
        "Put the source back, and write a new edition that supersedes it. Corrections, an embargo or a higher marking "
        "may be added.",
    ),
    "bad-succession": Code(
        "warning",
        "An edition that supersedes another one comes after it: with a higher number, of the same day or a later one, "
        "and alone. Where two supersede the same edition, nobody knows which holds.",
        "Mend the number or the day, or supersede the edition that is the last of its line.",
    ),
    "private-file": Code(
        "error",
        "A list of readers, a ledger of mail, a message or a private key stands in the dossier's tree.",
        "Move it out of the tree; where it was committed, take it out of git's history and change the key.",
    ),
    # YAML
    "yaml-syntax": Code(
        "error",
        "The file is not YAML, or not the plain YAML that records are written in.",
        "Follow the hint; a text with ': ', ' #' or a leading sign needs quotes.",
    ),
    "too-deep": Code(
        "error",
        "Lists and maps are nested deeper than any record needs (32 levels).",
        "Flatten the record.",
    ),
    "yaml-alias": Code(
        "error",
        "YAML anchors and aliases are refused: form editors lose them.",
        "Write the value out.",
    ),
    "yaml-tag": Code(
        "error",
        "YAML tags are refused: a field's type comes from its declaration.",
        "Take the tag out.",
    ),
    "yaml-flow-map": Code(
        "error",
        "Maps in braces are refused: a comma in a text would end the value unseen.",
        "Write one key a line.",
    ),
    "yaml-flow-list": Code(
        "error",
        "Brackets hold plain ids only.",
        "Write the list one row a line, each starting with '- '.",
    ),
    "yaml-null": Code(
        "error",
        "A key has no value. What does not apply is left out; what is not known says so.",
        "Leave the line out, or write 'unknown' where it applies and is not known.",
    ),
    "yaml-documents": Code(
        "error",
        "A file holds more than one YAML document.",
        "One file, one record: move the second document to a file of its own.",
    ),
    "duplicate-key": Code(
        "error",
        "A key is given twice in one map.",
        "Keep one of the two.",
    ),
    "cut-at-hash": Code(
        "error",
        "A text is cut short: ' #' starts a comment in YAML.",
        "Put the text in quotes, or a space after '#' where a comment is meant.",
    ),
    "schema-line": Code(
        "warning",
        "The first line does not name the schema of the record's kind, so editors cannot complete its fields.",
        "Make it '# yaml-language-server: $schema=…/schema/<kind>.json'.",
    ),
    "unwritten": Code(
        "warning",
        "A text is still the one that `communique init` or `new` put in place of what only an editor can say.",
        "Write it.",
    ),
    # Fields
    "unknown-key": Code(
        "error",
        "A key that no field of this kind has.",
        "Mend the spelling; docs/fields.md lists the fields.",
    ),
    "missing-key": Code(
        "error",
        "A field that must be given is not there.",
        "Add it.",
    ),
    "missing-section": Code(
        "warning",
        "A briefing has not the sections that readers expect of its type, or does not say what is new in it.",
        "Add the block named; docs/writing.md says what each type needs.",
    ),
    "wrong-type": Code(
        "error",
        "A value has the wrong shape: a list where a text belongs, or the other way round.",
        "Follow the hint.",
    ),
    "bad-choice": Code(
        "error",
        "A value is not one of those its field knows.",
        "Use one of those named.",
    ),
    "bad-value": Code(
        "error",
        "A value does not fit its field: a number out of range, an address that is none, an empty text.",
        "Follow the hint.",
    ),
    "bad-date": Code(
        "error",
        "A date is not EDTF, or not of the profile in docs/dates.md.",
        "Follow the hint.",
    ),
    "bad-duration": Code(
        "error",
        "A duration or quantity is not of the small grammar in docs/dates.md.",
        "Write '45-90 days', 'at least 14', 'several' or 'unknown'.",
    ),
    "bad-id": Code(
        "error",
        "An id has letters an id may not have.",
        "Small Latin letters, digits and single hyphens.",
    ),
    # Between fields of one record
    "end-before-start": Code(
        "error",
        "Something ends before it starts.",
        "Mend one of the two dates.",
    ),
    "duplicate-row-id": Code(
        "error",
        "Two rows of one record have the same id.",
        "Give one of them another id.",
    ),
    "duplicate-row": Code(
        "error",
        "A list has the same row or id twice.",
        "Take one of the two out.",
    ),
    "unlisted-source": Code(
        "error",
        "A row names a source that the record does not list, so it has no credibility here.",
        "Add the source to the record's 'sources' with its credibility.",
    ),
    "not-a-parent": Code(
        "error",
        "What 'via' names is no source that the cited one has its account from, so the chain would be another one.",
        "Name one of the sources in its 'cites', add it there, or leave 'via' out.",
    ),
    "unlisted-side": Code(
        "error",
        "A person or session names a side that the event does not list.",
        "Add the side to 'sides', or mend the row.",
    ),
    "missing-source": Code(
        "error",
        "A sentence we publish rests on no source.",
        "Add 'sources' to the row, or to the record.",
    ),
    "unknown-field": Code(
        "error",
        "A reading or a 'supports' names a field that its record does not have.",
        "Mend the name, or use 'field: other' with a label.",
    ),
    "quotation-too-long": Code(
        "error",
        "A quotation has more words than the setting LONGEST_QUOTATION allows.",
        "Quote less and paraphrase the rest.",
    ),
    # Quotations and snapshots
    "quotation-altered": Code(
        "error",
        "The archived copy of the source has other words than the quotation, or an ellipsis or bracket hides some that "
        "count: a negation, a number, the end of a paragraph.",
        "Quote what the copy has. What is left out is marked with […], what you put in stands in brackets.",
    ),
    "quotation-not-found": Code(
        "warning",
        "The words are not in the archived copy of the source, nor is anything like them; or only in its boilerplate.",
        "Look at the source. Quote what it has, or say it in our words without quotation marks.",
    ),
    "quotation-unchecked": Code(
        "note",
        "Nobody could look a quotation up: nothing of the source is archived, or only its opening, or the copy "
        "names another person beside the words than the one who is said to have spoken them.",
        "Archive the source with 'communique ingest', or look at it yourself.",
    ),
    "quotation-context": Code(
        "note",
        "A quotation is found word for word, but a negation stands right before it in the source.",
        "Make sure that our sentence says the same; quote from the negation on where it does not.",
    ),
    "snapshot-missing": Code(
        "note",
        "The store of this machine does not have the bytes of a snapshot that a source lists.",
        "Bring them with 'communique store sync'; until then the verdicts of the lock file are shown with their date.",
    ),
    "bad-verdicts": Code(
        "error",
        "The lock file of verdicts cannot be read: its lines are written by 'communique quotes', never by hand.",
        "Take the file out and run 'communique quotes' where the snapshots are.",
    ),
    # Between records
    "duplicate-id": Code(
        "error",
        "Two files have the same id. Ids are unique across all kinds.",
        "Rename one of the files.",
    ),
    "duplicate-record": Code(
        "error",
        "Two files of one kind hold the same record, word for word.",
        "Take one of the two out.",
    ),
    "duplicate-number": Code(
        "error",
        "Two events have the same number.",
        "Take one number out; 'communique number' gives a new one.",
    ),
    "unknown-actor": Code("error", "No actor has this id.", "Mend the id, or add the actor."),
    "unknown-claim": Code("error", "No claim has this id.", "Mend the id, or add the claim."),
    "unknown-event": Code("error", "No event has this id.", "Mend the id, or add the event."),
    "unknown-place": Code("error", "No place has this id.", "Mend the id, or add the place."),
    "unknown-source": Code("error", "No source has this id.", "Mend the id, or add the source."),
    "unknown-topic": Code("error", "No topic has this id.", "Mend the id, or add the topic."),
    "unknown-track": Code("error", "No track has this id.", "Mend the id, or add the track."),
    "unknown-briefing": Code("error", "No briefing has this id.", "Mend the id, or add the briefing."),
    "unknown-record": Code("error", "A link leads to no record.", "Mend the id, or add the record."),
    "unknown-part": Code(
        "error",
        "No statement, term, session, transfer or quantity has this id in that record.",
        "Mend the part after '#', or add the row.",
    ),
    "moved-record": Code(
        "error",
        "A reference names a record that was merged or renamed; its tombstone leads on.",
        "Write the new id.",
    ),
    "self-reference": Code("error", "A record refers to itself.", "Take the reference out."),
    "cycle": Code(
        "error",
        "A chain of references comes back to where it started.",
        "Take out the reference that closes the ring.",
    ),
    "circular-reporting": Code(
        "note",
        "Sources cite each other in a ring, so the chain has no origin.",
        "Nothing to mend if that is what they do: the page says so.",
    ),
    "single-origin": Code(
        "note",
        "All accounts of an event, or of what a claim asserts, go back to the word of one.",
        "Look for an account that does not go back to it. Nothing to mend where there is none: the page says so.",
    ),
    "source-too-early": Code(
        "warning",
        "A source is cited for something that happened only after it was published.",
        "Mend a date, cite a later source, or accept the finding where the source announces what others report.",
    ),
    "dead-tombstone": Code(
        "error",
        "A tombstone leads nowhere.",
        "Name a record that exists, or write 'removed' with the reason.",
    ),
    "unused-source": Code(
        "note",
        "No record cites this source.",
        "Cite it, or take it out.",
    ),
    "withheld-reference": Code(
        "note",
        "A published record refers to one that this build withholds (draft, embargo or marking). Readers see a gap.",
        "Leave it, take the reference out, or publish both.",
    ),
    "bare-assertion": Code(
        "error",
        "A disputed assertion would stand without its dispute: that is withheld, or a text repeats it word for word.",
        "Publish what disputes it, or withhold the event; in a text, link the claim.",
    ),
    "restricted-in-public": Code(
        "error",
        "A restricted record, or the name of a private one, stands in a tree that anyone may read (`public: yes`).",
        "Move the record to the private content.",
    ),
    "unmarked-private": Code(
        "error",
        "A record of the private content has no marking, embargo or draft, so that a build would publish it.",
        "Mark it.",
    ),
    "missing-correction": Code(
        "error",
        "A fact that readers had been told (git has it on the main line) says something else now; no correction tells.",
        "Add a row to the record's `corrections`: what, was, now, why; `type: clarification` where nothing was wrong.",
    ),
    "missing-tombstone": Code(
        "error",
        "A record that was public is gone, so that links to it lead nowhere.",
        "Put a tombstone at its place: `merged_into: other-id`, or `removed: why`.",
    ),
    "path-collision": Code(
        "error",
        "Two outputs would be written to one path, or to paths that differ in case only.",
        "Rename one of the records.",
    ),
    "unmatched-acceptance": Code(
        "warning",
        "A record accepts a finding that is not there.",
        "Take the row out of 'accept'.",
    ),
    # Markdown
    "unsafe-link": Code(
        "error",
        "A link leads to no address of the web (https, http and mailto are published), or shows a picture from there.",
        "Use one of those, or a link to a record.",
    ),
    "raw-html": Code(
        "warning",
        "HTML in Markdown is printed as text, never as HTML.",
        "Use Markdown.",
    ),
    "bad-citation": Code(
        "error",
        "A citation or link in brackets is not written as '[@source-id, where]' or '[[record-id|words]]'.",
        "Follow the hint.",
    ),
    "link-in-plain-text": Code(
        "warning",
        "A text that is printed as it stands holds a citation or link in brackets.",
        "Say it in words, or move it to a field that is Markdown: 'summary' or a body.",
    ),
    "front-matter": Code(
        "error",
        "A Markdown record does not start with front matter between two lines of '---'.",
        "Add it at the top.",
    ),
    "unknown-block": Code(
        "error",
        "A fenced block names no block this program knows.",
        "Mend its name; docs/briefing-blocks.md lists the blocks.",
    ),
    "bad-block": Code(
        "error",
        "A block's options are wrong.",
        "Follow the hint; docs/briefing-blocks.md lists each block's options.",
    ),
    "unknown-figure": Code(
        "error",
        "An edition shows a figure that does not stand in briefings/figures/.",
        "Put the file there, or mend its name.",
    ),
    "bad-figure": Code(
        "error",
        "An edition shows a figure that cannot be published as it is: damaged, too large, in a printer's colours, or "
        "telling where its camera stood.",
        "Follow the hint, and save the picture anew.",
    ),
    # Estimative language
    "mixed-likelihood": Code(
        "warning",
        "An edition takes its words of likelihood from both rows of ICD 203, so that one band has two names.",
        "Keep to one row; accept the finding where the edition says that the words of both rows mean the same.",
    ),
    "confidence-with-likelihood": Code(
        "warning",
        "One sentence says how likely something is and how sure we are of it. ICD 203 keeps the two apart.",
        "Put the confidence in the judgement's field, or in a sentence of its own.",
    ),
    "unbounded-likelihood": Code(
        "warning",
        "A key judgement says that something may be so, and not how likely it is.",
        "Use a word of ICD 203's seven bands.",
    ),
    "no-likelihood": Code(
        "warning",
        "A key judgement does not say how likely it is.",
        "Use a word of ICD 203's seven bands.",
    ),
    # Names
    "other-name-form": Code(
        "warning",
        "Our own prose prints a form of a name that is not the house form.",
        "Write the house form; put the other one in quotation marks or italics where the spelling itself is meant.",
    ),
    "above-its-marking": Code(
        "warning",
        "A briefing names something marked higher than itself. No build prints that in it: its readers see a gap.",
        "Mark the briefing higher, or take the reference out.",
    ),
    "ambiguous-name": Code(
        "warning",
        "A form of a name fits two actors, and nothing else in the record says which is meant.",
        "Write the full form once in the record, or declare the short one in 'name_forms' of the one it stands for.",
    ),
    "undeclared-name": Code(
        "note",
        "A word looks like another transliteration of a name we know, and no record declares it.",
        "Write the house form, declare the spelling in 'name_forms', or accept the finding where it is another name.",
    ),
    # Numbers
    "differing-numbers": Code(
        "note",
        "Two rows give different numbers for the same measure of the same thing, and no claim shows them side by side.",
        "Add both as variants of a claim, or make one a reading of the other.",
    ),
}
