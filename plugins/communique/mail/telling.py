"""The ledger in words and as a table: who has which edition, and what stands in the way."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Final

from communique.mail.ledger import State
from communique.mail.sending import counted, unknown_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.mail.ledger import Delivery, Ledger

COLUMNS: Final = (
    "edition", "kind", "list", "address", "name", "state", "at", "tries", "form", "paper", "message_id", "reply",
    "reader",
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def status_lines(ledger: Ledger, edition: str, *, everyone: bool) -> Iterator[str]:
    """How each run stands; with ``edition`` those of that one, and with ``everyone`` each reader by name."""
    shown = [run for run in ledger.runs() if edition in ("", run.edition, run.edition.partition("/")[0])]
    for run in shown:
        counts = ledger.counts(run.id)
        what = f"{run.edition}{f', correcting {run.corrects}' if run.corrects else ''} to {run.list}"
        signed = ", ".join(ledger.signatures(run.id)) or "nobody"
        stands = counted(counts) if run.started else f"prepared {run.prepared} by {run.prepared_by}, signed by {signed}"
        yield f"{what}: {stands}"
        for delivery in ledger.deliveries(run=run.id):
            if everyone or delivery.state in (State.REFUSED, State.RETRY):
                yield f"  {delivery.state.value:<8} {delivery.address or '(forgotten)'}  {delivery.reply}"
            if delivery.state is State.UNKNOWN:
                yield f"  {unknown_words(delivery, delivery.reply)}"
    if not shown:
        yield "nothing was prepared yet" if not edition else f"nothing was prepared of '{edition}'"
    if reasons := Counter(each.why for each in ledger.suppressions()):
        yield "suppressed: " + ", ".join(f"{count} ({why})" for why, count in sorted(reasons.items()))


def as_csv(deliveries: Iterable[Delivery]) -> str:
    """Deliveries as a table. A cell that a spreadsheet would take for a formula starts with an apostrophe."""
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for each in deliveries:
        table.writerow([_cell(str(getattr(each, name))) for name in COLUMNS])
    return written.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
