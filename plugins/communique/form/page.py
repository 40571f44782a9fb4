"""What stands at ``admin/``: one page, its policy, its configuration and Decap's bundle, all from the site itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from communique.form import FOLDER
from communique.form.collections import as_yaml
from communique.form.package import bundle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

BUNDLE: Final = f"{FOLDER}/decap"

_PARTS: Final = (
    "default-src 'none'",
    # Decap's styles are made while it runs, and its checks of the configuration are compiled.
    "style-src 'self' 'unsafe-inline'",
    "script-src 'self' 'unsafe-eval'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
)

_PAGE: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Records · the form</title>
<link rel="icon" href="../favicon.ico">
<link rel="stylesheet" href="form.css">
<script src="decap/decap-cms.js" defer></script>
</head>
<body>
<noscript><p>The form needs JavaScript. Records are text files, and can be written without it.</p></noscript>
</body>
</html>
"""
_STYLE: Final = """\
/* Records have no pictures: the form's media library would only take files that no page shows. */
nav li:nth-child(3) { display: none; }
"""

_APIS: Final = {
    "github": "https://api.github.com",
    "gitlab": "https://gitlab.com",
    "bitbucket": "https://api.bitbucket.org",
}


def policy(backend: Mapping[str, Any]) -> str:
    """The page's content security policy: the site itself, and the forge that ``backend`` saves to."""
    forge = [_APIS.get(str(backend.get("name")), ""), *(str(backend.get(key, "")) for key in ("api_root", "base_url"))]
    hosts = dict.fromkeys("/".join(each.split("/")[:3]) for each in forge if each.startswith("https://"))
    return "; ".join((*_PARTS, " ".join(["connect-src 'self' blob:", *hosts])))


def files(configuration: Mapping[str, Any], home: Path) -> Iterator[tuple[str, bytes | Path]]:
    """Every file of the form by its path on the site; ``home`` is where the packages are installed."""
    told = policy(configuration["backend"])
    yield f"{FOLDER}/index.html", _PAGE.format(policy=told).encode()
    yield f"{FOLDER}/form.css", _STYLE.encode()
    yield f"{FOLDER}/config.yml", as_yaml(configuration).encode()
    for name, path in bundle(home).items():
        yield f"{BUNDLE}/{name}", path
