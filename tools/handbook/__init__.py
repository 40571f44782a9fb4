"""The week of docs/handbook.md, run for real in a throw-away repository; see ``__main__``."""
