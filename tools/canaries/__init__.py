"""Canaries: secrets planted in everything that may not be published, and looked for in everything that is."""
