"""The press: from a plan to a published tree, wholly old or wholly new.

``tree`` builds beside the published tree and switches; ``render`` turns one output into bytes; ``assets`` finds style
sheets and fonts; ``families`` says which outputs there are.
"""
