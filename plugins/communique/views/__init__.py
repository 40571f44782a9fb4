"""Views: from the corpus to the plain values that templates need, one module a page kind.

Every module listed in ``PAGES`` has one function ``pages(site)`` that yields its pages. A new page kind is one
module here, one word in ``PAGES`` and one template.
"""
