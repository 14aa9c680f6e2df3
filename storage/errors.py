"""What a query says when it was asked for a row that is not there, or no longer."""


class Missing(LookupError):  # callers may tell it from a fault of their own
    """No row has this id. Presses name any number, and rows are erased while buttons to them live on."""
