"""What creators talk about: the words their titles and descriptions are made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """`titles` hold {a} (things), {b} (ways) and {n} (a number)."""

    name: str
    category: str
    titles: tuple[str, ...]
    a: tuple[str, ...]
    b: tuple[str, ...]
    chapters: tuple[str, ...]
    tools: tuple[str, ...]
    hashtags: tuple[str, ...]
    sentences: tuple[str, ...]


WORKSHOP = Subject(
    name="workshop",
    category="26",
    titles=("{a}, {b}", "How I make {a} {b}", "{n} ways to ruin {a}", "{a}: what I would do differently"),
    a=("A stool", "A dovetailed box", "A wall shelf", "A plane stop", "A bent handle", "A drawer", "A tea tray"),
    b=("in one evening", "with hand tools only", "from offcuts", "without measuring", "by arithmetic", "twice"),
    chapters=(
        "Choosing the board",
        "Marking out",
        "First cuts",
        "What went wrong",
        "Fitting",
        "Finish",
        "Ten weeks on",
    ),
    tools=("Fusion 360", "OpenSCAD", "FreeCAD", "hand plane", "router", "Python", "band saw", "Inkscape"),
    hashtags=("woodworking", "furniture", "handtools"),
    sentences=(
        "The drawing fits on one sheet and the sheet is in the folder below.",
        "If you build one, measure the board first and the drawing afterwards.",
        "I left the mistakes in, because they are the part I learned from.",
    ),
)

SUBJECTS = {subject.name: subject for subject in (WORKSHOP,)}
