"""Whether the addresses a dossier names still answer: asked only by ``communique links``, never by a build."""
