"""The caller's own mistake."""


class Unusable(Exception):
    """What was asked for does not fit; the message says what would."""
