"""Make databases and exports with Taguette's own code: python make_taguette.py, where taguette 1.5.2 is.

`taguette_server.sqlite3` is the database of a server with two people and two projects; the export of one
project as .sqlite3 knows its administrator alone, and the tables know nobody.
"""

import html
import tempfile
from datetime import datetime
from pathlib import Path

from group import CODED, DEFINED, NAME, TEXT
from taguette import convert, database, export, extract

HERE = Path(__file__).parent
DAY = datetime(2025, 3, 4, 10)
PATHS = {"internet": "Access.internet", "tablets": "Access.devices.tablets", "worry": "worry"}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = database.connect(f"sqlite:///{folder}/all.sqlite3")()
        for login in ("admin", "ann", "bo"):
            db.add(database.User(login=login, created=DAY))
        project = add_project(db, "wards")
        tags = add_tags(db, project)
        document = add_document(db, project, f"{NAME}.txt", turns())
        for words, code, coder in CODED:
            highlight(db, document, words, [tags[code]], coder.lower())
        highlight(
            db,
            document,
            "everyone! 👋🏽 What is missing?\nP1: No network",
            [tags["worry"], tags["internet"]],
            "ann",
        )
        highlight(db, document, "again", [], "bo")
        other = add_project(db, "another study")
        add_document(db, other, "group_9", "<p>Nothing is coded here.</p>")
        db.commit()
        write(HERE / "taguette_server.sqlite3", db, None)
        write(HERE / "taguette_export.sqlite3", db, project.id)
        with (HERE / "taguette_highlights.csv").open("w", newline="", encoding="utf-8") as file:
            export.highlights_csv(db, project.id, "", file)
        export.highlights_xslx(db, project.id, "", str(HERE / "taguette_highlights.xlsx"))
        in_order = db.query(database.Tag).filter(database.Tag.project_id == project.id)
        export.codebook_xml(in_order.order_by(database.Tag.path).all(), str(HERE / "taguette.qdc"))


def turns() -> str:
    """Return the transcript as the importer of .html keeps it: a paragraph a turn, with some emphasis."""
    said = [f"<p>{html.escape(turn, quote=False)}</p>" for turn in TEXT.splitlines()]
    page = "<html><head><title>x</title></head><body>" + "\n".join(said) + "</body></html>"
    return convert.get_html_body(page.replace("whole", "<em>whole</em>"))


def add_project(db, name: str):
    project = database.Project(name=name, description="", created=DAY)
    db.add(project)
    db.add(database.ProjectMember(project=project, user_login="admin", privileges=database.Privileges.ADMIN))
    db.flush()
    return project


def add_tags(db, project) -> dict:
    tags = {}
    for code, description in DEFINED.items():
        tags[code] = database.Tag(project=project, path=PATHS[code], description=description)
        db.add(tags[code])
    db.flush()
    return tags


def add_document(db, project, name: str, contents: str):
    document = database.Document(
        name=name, description="", filename=name, created=DAY, project=project, contents=contents,
        text_direction=database.TextDirection.LEFT_TO_RIGHT,
    )  # fmt: skip
    db.add(document)
    db.flush()
    return document


def highlight(db, document, words: str, tags: list, login: str) -> None:
    """Add a highlight as the web page does, which counts bytes of the text that stands between the tags."""
    start = len(TEXT[: TEXT.index(words)].encode())
    end = start + len(words.encode())
    snippet = extract.extract(document.contents, start, end)
    one = database.Highlight(document=document, start_offset=start, end_offset=end, snippet=snippet)
    one.tags.extend(tags)
    db.add(one)
    db.flush()
    command = database.Command.highlight_add(login, document, one, sorted(tag.id for tag in tags))
    command.date = DAY
    db.add(command)
    db.flush()


def write(path: Path, db, project: int | None) -> None:
    path.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = database.connect(f"sqlite:///{folder}/copy.sqlite3")()
        if project is not None:
            copy.add(database.User(login="admin", created=DAY))
            copy.commit()
            database.copy_project(db, copy, project, "admin")
            copy.commit()
        source = copy if project is not None else db
        source.connection().connection.execute("VACUUM INTO ?", (str(path),))


if __name__ == "__main__":
    main()
