"""Texts that nobody may read in passing."""


class Secret(str):
    """A token, key or code: itself wherever it is used, `***` in every repr, and so in tracebacks and debug lines."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "***"
