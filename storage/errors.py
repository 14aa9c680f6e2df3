"""What a query says when it was asked for a row that is not there, or no longer."""


class Missing(LookupError):  # callers may tell it from a fault of their own
    """No row has this id. Presses name any number, and rows are erased while buttons to them live on."""


class Circle(ValueError):
    """A unit would stand below itself, or become itself."""


class StillBelow(ValueError):
    """A unit cannot end while others stand below it and it is not said where they go."""
