"""The settings of the smallest dossier that builds: invented, and plainly so.

``pelican -s pelicanconf.py`` and ``communique build`` write the same tree.
"""

# The dossier's own name, publisher and licence stand in content/dossier.yaml, not here.
SITENAME = "Lake Miravel talks"
SITEURL = "https://miravel.example.org"
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
