"""What can go wrong with a piece of work itself, beside what goes wrong in doing it."""

from vitrine.lib.stopping import Stopped


class LeaseLost(Stopped):
    """Another worker holds this job now, or nobody does. Whatever was being written must roll back."""

    def __init__(self) -> None:
        super().__init__("lost")
