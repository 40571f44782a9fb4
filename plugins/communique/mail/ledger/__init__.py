"""The ledger: who was sent which edition, and what stands in the way of the rest."""

from communique.mail.ledger.book import Ledger, open_ledger
from communique.mail.ledger.rows import Delivery, Run, State, Suppression

__all__ = ["Delivery", "Ledger", "Run", "State", "Suppression", "open_ledger"]
