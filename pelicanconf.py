"""The settings of this dossier. Constants only; docs/settings.md says what each of ours does.

``pelican -s pelicanconf.py`` and ``communique build`` write the same tree.
"""

# The dossier's own name, publisher and licence stand in content/dossier.yaml, not here.
SITENAME = "Libya 2020"
SITEURL = "https://libya-2020.example.org"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"

PATH = "content"
OUTPUT_PATH = "output"

# What each plugin writes can be left out by taking out its line.
PLUGINS = [
    "communique.pelican.site",
    "communique.pelican.briefings",
    "communique.pelican.feeds",
    "communique.pelican.exports",
    "communique.pelican.search",
]

# The highest marking that gets into this build.
LEVEL = "TLP:CLEAR"
LONGEST_QUOTATION = 12
PDF_TIMEOUT = 120

# Readers have not been told of this dossier yet; from this day on a changed fact needs a correction.
PUBLIC_SINCE = "2027-01-01"

# One person curates this dossier, and its pages say so.
REVIEW = "single"

# Top-level templates/ is the theme; our own press copies its static files, so Pelican must not.
THEME = "."
THEME_STATIC_PATHS = []
IGNORE_FILES = [".*", "*~"]

# Pelican's blog is off: without these it reads content/pages/ and publishes authors.html and the like.
ARTICLE_PATHS = []
PAGE_PATHS = []
STATIC_PATHS = []
DIRECT_TEMPLATES = []
AUTHOR_SAVE_AS = ""
CATEGORY_SAVE_AS = ""
TAG_SAVE_AS = ""
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
