"""Why a verb did nothing: the one answer that every service gives to those who asked."""


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """What was asked for cannot be; ``str()`` is the sentence that says why. Nothing was changed."""
