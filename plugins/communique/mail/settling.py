"""What a person found out about messages that nobody could vouch for, or that are to be tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from communique.errors import MailError
from communique.mail.ledger import State

if TYPE_CHECKING:
    from communique.mail.addresses import Address
    from communique.mail.ledger import Delivery, Ledger

SENT: Final = (State.UNKNOWN,)
AGAIN: Final = (State.UNKNOWN, State.REFUSED, State.BOUNCED)


def settle(ledger: Ledger, edition: str, address: Address | None, *, arrived: bool, at: str) -> list[Delivery]:
    """Put down that messages of ``edition`` arrived, or queue them again; those that were settled.

    ``address`` names one reader; without one, all that are unknown, or (to be sent again) all that were refused.
    Raises MailError where there is nothing to settle, and while a mailer is at work.
    """
    states = SENT if arrived else AGAIN
    with ledger.alone():
        ledger.recover(at)
        found = [each for each in of_edition(ledger, edition) if each.state in states]
        if address is not None:
            reader = ledger.key.reader(address)
            found = [each for each in found if each.reader == reader]
        elif not arrived:
            found = [each for each in found if each.state is State.REFUSED]
        if not found:
            whom = f"{address.shown} and " if address else ""
            raise MailError(
                f"for {whom}'{edition}' there is nothing to settle; 'communique mail status' has the states."
            )
        for each in found:
            if arrived:
                ledger.settle(each.id, State.SENT, "settled by hand: it arrived", at)
            else:
                ledger.queue_again(each, f"settled by hand: to be sent again (was: {each.reply})", at)
    return found


def of_edition(ledger: Ledger, edition: str) -> list[Delivery]:
    """The deliveries of an edition, named by its id or by id and number."""
    if "/" in edition:
        return ledger.deliveries(edition=edition)
    return [each for each in ledger.deliveries() if each.edition.partition("/")[0] == edition]
