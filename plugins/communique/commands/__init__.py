"""The commands, a module a family: of each the options it declares and the function that runs it.

``run`` returns the exit code. Heavy libraries are imported inside the functions, so that ``--help`` and a check are
quick. A new command is one function here and one row in ``cli.COMMANDS``.
"""
