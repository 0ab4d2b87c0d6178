"""Make a project with QualCoder's own schema and exports: python make_qualcoder.py FOLDER_OF_ITS_SOURCE.

Run with PyQt6, pymupdf, openpyxl, Pillow, qtawesome, odfpy and rispy, and QT_QPA_PLATFORM=offscreen. The
statements of its `new_project` and its `update_coder_names` make the tables; its `export_csv_file` and
`RefiExport` write the report and the .qdpx.
"""

import ast
import builtins
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock, patch

from group import CODED, DEFINED, NAME, TEXT

HERE = Path(__file__).parent
DAY = "2025-03-04 10:00:00"
builtins._ = str


def main(source: Path) -> None:
    sys.path.insert(0, str(source))
    from PyQt6 import QtWidgets

    sys.modules["qualcoder.ai_llm"] = MagicMock()  # it wants packages of language models
    application = QtWidgets.QApplication([])
    from qualcoder.app import App
    from qualcoder.refi import RefiExport
    from qualcoder.report_codes import DialogReportCodes

    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "wards.qda"
        for inside in ("", "documents", "images", "audio", "video"):
            (project / inside).mkdir()
        database = sqlite3.connect(project / "data.qda")
        app = SimpleNamespace(
            conn=database,
            settings={"codername": "Ann", "directory": folder, "font": "Sans", "fontsize": 10},
            project_path=str(project),
            project_name=project.name,
            version="QualCoder 4.0",
            get_last_project_coder=lambda: "Ann",
            get_annotations=lambda: [],
            delete_backup=True,
        )
        fill(database, source, App, app)
        database.commit()
        shutil.rmtree(HERE / "wards.qda", ignore_errors=True)
        (HERE / "wards.qda").mkdir()
        shutil.copy(project / "data.qda", HERE / "wards.qda/data.qda")
        write_report(DialogReportCodes, app, HERE / "qualcoder_report.csv")
        write_project(RefiExport, app, folder)
    application.quit()


def fill(database: sqlite3.Connection, source: Path, App: type, app: SimpleNamespace) -> None:
    tree = ast.parse((source / "qualcoder/__main__.py").read_text())
    made = next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "new_project")
    texts = [n.value for n in ast.walk(made) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    for text in (text for text in texts if text.startswith("CREATE TABLE")):
        database.execute(text)
    database.execute(
        "INSERT INTO project VALUES('v17',?,'','QualCoder 4.0',0,0,'Ann','',null,null,null)", (DAY,)
    )
    add = database.execute
    removed = "Moderator: QR06_removed\n"
    for number, (name, text) in enumerate([(NAME, TEXT), ("memo.txt", "A thought.\n"), ("gone", removed)], 1):
        add("INSERT INTO source(id,name,fulltext,memo,owner,date) VALUES(?,?,?,'','Ann',?)",
            (number, name, text, DAY))  # fmt: skip
    add(
        "INSERT INTO source(id,name,mediapath,memo,owner,date) "
        "VALUES(9,'ward.png','/images/ward.png','','Ann',?)",
        (DAY,),
    )
    for number, (name, above, memo) in enumerate([("Access", None, "All of it."), ("Devices", 1, "")], 1):
        add("INSERT INTO code_cat VALUES(?,?,'Ann',?,?,?)", (number, name, DAY, memo, above))
    above = {"internet": 1, "tablets": 2, "worry": None}
    cids = {}
    for number, (name, memo) in enumerate(DEFINED.items(), 1):
        cids[name] = number
        add("INSERT INTO code_name(cid,name,memo,catid,owner,date,color) VALUES(?,?,?,?,'Ann',?,'#F781F3')",
            (number, name, memo, above[name], DAY))  # fmt: skip
    add("INSERT INTO code_name(cid,name,memo,catid,owner,date,color,supercid) "
        "VALUES(9,'old ones','',null,'Bo',?,'#F781F3',2)", (DAY,))  # fmt: skip
    coded = [(TEXT.index(words), words, cids[code], coder, 1) for words, code, coder in CODED]
    coded += [(TEXT.index("tablet"), "tablet", 9, "Ann", 1), (0, "A thought.", 3, "Ann", 2)]
    coded += [(11, "QR06_removed", 3, "Bo", 3)]
    for start, words, cid, coder, fid in coded:
        add("INSERT INTO code_text(cid,fid,seltext,pos0,pos1,owner,date,memo) VALUES(?,?,?,?,?,?,?,'')",
            (cid, fid, words, start, start + len(words), coder, DAY))  # fmt: skip
    add(
        "INSERT INTO code_image(id,x1,y1,width,height,cid,memo,date,owner) VALUES(9,1,2,3,4,1,'',?,'Bo')",
        (DAY,),
    )
    add("INSERT INTO annotation(fid,pos0,pos1,memo,owner,date) VALUES(1,0,9,'who?','Bo',?)", (DAY,))
    add("INSERT INTO cases(name,memo,owner,date) VALUES('school A','','Ann',?)", (DAY,))
    add("INSERT INTO journal(name,jentry,date,owner) VALUES('day 1','tired',?,'Ann')", (DAY,))
    App.update_coder_names(app)


def write_report(dialog: type, app: SimpleNamespace, path: Path) -> None:
    rows = app.conn.execute(
        "SELECT ctid, code_text.cid, seltext, code_text.owner, code_name.name, source.name, code_text.memo "
        "FROM code_text JOIN code_name USING (cid) JOIN source ON source.id = fid ORDER BY ctid"
    )
    keys = ("ctid", "cid", "text", "coder", "codename", "file_or_casename", "coded_memo")
    results = [dict(zip(keys, row, strict=True), result_type="text", file_or_case="File") for row in rows]
    results.append(
        {"file_or_case": "File", "result_type": "image", "imid": 1, "cid": 1, "coder": "Bo",
         "codename": "internet", "file_or_casename": "ward.png", "coded_memo": ""}
    )  # fmt: skip
    codes = app.conn.execute("SELECT cid, name, catid, supercid FROM code_name")
    names = [dict(zip(("cid", "name", "catid", "supercid"), row, strict=True)) for row in codes]
    above = app.conn.execute("SELECT catid, name, supercatid FROM code_cat")
    categories = [dict(zip(("catid", "name", "supercatid"), row, strict=True)) for row in above]
    asked = SimpleNamespace(
        app=app,
        results=results,
        code_names=names,
        categories=categories,
        parent_textEdit=MagicMock(),
        ui=SimpleNamespace(checkBox_variables=SimpleNamespace(isChecked=lambda: False)),
    )
    asked.categories_of_code = lambda cid: dialog.categories_of_code(asked, cid)
    with (
        patch("PyQt6.QtWidgets.QFileDialog.getSaveFileName", return_value=(str(path), True)),
        patch("qualcoder.report_codes.Message"),
    ):
        dialog.export_csv_file(asked)


def write_project(export: type, app: SimpleNamespace, folder: str) -> None:
    from PyQt6 import QtWidgets

    (Path.home() / ".qualcoder").mkdir(exist_ok=True)
    app.conn.execute("DELETE FROM source WHERE mediapath IS NOT NULL")  # its picture is nowhere
    app.conn.execute("DELETE FROM code_image")
    ending = SimpleNamespace(radioButton_maxqda=SimpleNamespace(isChecked=lambda: False))
    with (
        patch("PyQt6.QtWidgets.QFileDialog.getExistingDirectory", return_value=folder),
        patch("qualcoder.refi.RefiLineEndings", return_value=SimpleNamespace(exec=lambda: 1, ui=ending)),
        patch("qualcoder.refi.Message"),
    ):
        export(app, QtWidgets.QTextEdit(), "project")
    shutil.copy(Path(folder) / "wards.qdpx", HERE / "qualcoder.qdpx")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
