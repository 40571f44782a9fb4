"""The content security policy (CSP Level 3) of every page: nothing but the site itself, nothing inline.

A page says it in a ``meta`` element; ``press/serving.py`` writes the same for servers, which can also say who may
frame a page.
"""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

POLICY: Final = Markup("; ").join(
    map(
        Markup,
        (
            "default-src 'none'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self'",
            "manifest-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "script-src 'self'",
        ),
    )
)
"""Markup, since its apostrophes stand in an attribute as they are."""
