"""What the tests of mail share: a server that can be told to fail, certificates, a dossier with a published edition."""
