"""What can go wrong in scoring."""


class SheetMismatchError(ValueError):
    """The answer sheet does not belong to this key; nothing was scored."""
