"""Sets the invented papers of this folder as PDFs: ``.venv/bin/python tests/quotations/make_papers.py``."""

from __future__ import annotations

from pathlib import Path

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

FOLDER = Path(__file__).parent
MODULES = FOLDER.parent.parent / "node_modules" / "@fontsource"
FACES = {"Source Serif 4": "source-serif-4/files/source-serif-4-latin-400-normal.woff2",
         "Amiri": "amiri/files/amiri-arabic-400-normal.woff2"}  # fmt: skip

for source in sorted(FOLDER.glob("*.src.html")):
    faces = "".join(
        f"@font-face {{font-family: '{name}'; src: url('{(MODULES / path).as_uri()}')}}" for name, path in FACES.items()
    )
    text = source.read_text(encoding="utf-8").replace("<style>", f"<style>{faces}")
    made = source.with_name(source.name.replace(".src.html", ".pdf"))
    HTML(string=text).write_pdf(made, font_config=FontConfiguration(), pdf_identifier=b"invented")
