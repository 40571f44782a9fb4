"""Which quotations the records hold, and what is known of each: looked up here, or read from the lock file."""

from communique.evidence.judged import Archive, Evidence, Judged, judge_all
from communique.evidence.lock import LockRow, read_lock, write_lock
from communique.evidence.quoted import Quoted, quotation_key, quoted_in

__all__ = [
    "Archive",
    "Evidence",
    "Judged",
    "LockRow",
    "Quoted",
    "judge_all",
    "quotation_key",
    "quoted_in",
    "read_lock",
    "write_lock",
]
