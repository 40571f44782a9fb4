"""Editions from their records to what readers hold, and back: publish, verify, and the setting that both rest on.

``order`` says what to make; ``forms`` makes it of the dossier it stands in; ``rebuilt`` runs that at the commit of a
pin, in a worktree and a process of its own; ``publish`` keeps the result, ``verify`` compares with it.
"""
