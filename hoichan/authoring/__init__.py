"""Tools for authors: check cases, build lesson notebooks, data tables and JSON Schemas.

A command-line area is a module with ``register(subparsers)`` that adds its parser to ``hoichan`` and
gives each command ``set_defaults(run=function)``; ``function(args)`` returns the exit status.
"""
