"""The widgets, one module an exercise type with its .js and .css beside it.

Each module has ``Widget``, a :class:`hoichan.widgets.base.CritiqueWidget`.
"""
