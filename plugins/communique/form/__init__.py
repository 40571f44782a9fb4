"""The form for editors who write no YAML: Decap CMS, with its configuration made from the models.

``widgets`` gives each field its input, ``collections`` each kind its list and file names, ``page`` what stands at
``admin/``; ``package`` knows the npm packages behind it, which are installed only when asked for.
"""

from typing import Final

FOLDER: Final = "admin"
"""The form's address on the site."""
