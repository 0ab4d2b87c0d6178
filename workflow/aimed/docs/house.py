"""Draw the rooms of the package for docs/house.md: their wings, and who imports whom."""

from pathlib import Path

from aimed.docs.pipeline import Edges, drop_detours, replace_picture
from aimed.running.code_dependencies import list_imports

PAGE = Path("docs/house.md")
PACKAGE = Path("workflow/aimed")


def write_house() -> str:
    """Return docs/house.md with today's picture between its marks."""
    return replace_picture(PAGE.read_text(encoding="utf-8"), draw_rooms(), "house")


def draw_rooms() -> str:
    """Return the mermaid block: a box per room with its wings, an arrow to each room that it imports.

    An import that a longer way implies has no arrow.
    """
    rooms = sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))
    lines = ["```mermaid", "flowchart TB"]
    for room in rooms:
        wings = ", ".join(sorted(path.parent.name for path in room.glob("*/__init__.py")))
        lines.append(f'  room_{room.name}["{room.name}{f"<br/>({wings})" if wings else ""}"]')
    edges = drop_detours(find_imports(rooms))
    return "\n".join([*lines, *(f"  room_{a} --> room_{b}" for a, b in sorted(edges)), "```"])


def find_imports(rooms: list[Path]) -> Edges:
    """Return (room, room that it imports) of the rooms of the package."""
    names = {room.name for room in rooms}
    pairs = {
        (room.name, module.split(".")[1])
        for room in rooms
        for file in room.rglob("*.py")
        for module in list_imports(file)
        if module.startswith("aimed.")
    }
    return {(room, other) for room, other in pairs if other in names and other != room}
