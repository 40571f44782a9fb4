"""Archived copies: the private store of their bytes, and the text that is taken out of them."""
