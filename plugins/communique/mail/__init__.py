"""Mail: an edition reaches each reader exactly once.

A value is composed (``compose``), frozen and signed (``freezing``, ``signing``), and handed over message by message
(``sending``) through the one module that knows the network (``deliver``). What happened to each message stands in the
ledger (``ledger``) before and after the moment it happens. docs/mail.md tells the whole.
"""
