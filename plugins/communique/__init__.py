"""Communiqué: research briefings from plain-text records, where every sentence can be checked.

Start reading at ``docs/data-flow.md``: it follows one record from its file to a reader's inbox and names the
module of each step. Data flows one way: files, records, corpus, views, plan, press.
"""

__version__ = "0.1.0"
