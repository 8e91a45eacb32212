class RefusedError(Exception):
    """A deed is refused; ``str(error)`` is the sentence for the person who tried it."""
