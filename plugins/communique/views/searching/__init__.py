"""What the search looks through: the texts of every published record, and every spelling of every name.

``texts`` says what a record says and where it says it; ``spelled`` knows who a spelling may mean; ``documents`` puts
the two together for the index, ``names`` for the browser's own search, which also works from a file.
"""
