"""The tables that people write for the two small studies, with cells of several lines, in many forms."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from toy_study import write_toy_survey

COMMA = ("utf-8", ",")
FORMS = {
    "tabs": ("utf-8", "\t"),
    "semicolons": ("utf-8", ";"),
    "byte order mark": ("utf-8-sig", ","),
    "cp1252": ("cp1252", ";"),
    "cp1252 with tabs": ("cp1252", "\t"),
    "utf-16": ("utf-16", "\t"),
}
BOOK, REFERENCE = Path("data/codebook"), Path("data/reference")
DEMO, TOY = Path("data/cohorts/demo"), Path("data/cohorts/toy")

# tables of the audited study and of the toy study: cells of several lines, and letters that are not ASCII
AUDITED = {
    BOOK / "variables.csv": (
        "variable,label,type,scale,unit,min,max,role,personal,shown_if\n"
        'core,"In the core, très\nspéciale",ordered,agreement,,,,outcome,no,\n'
        "country,Country,category,place,,,,group,no,\n"
        "remark,Remark,text,,,,,comment,yes,\n"
    ),
    BOOK / "scales.csv": (
        'scale,code,order,label,collapsed\nplace,ken,1,"Kenya;\ndéjà",\nagreement,agree,1,Agree,\n'
    ),
    BOOK / "missing.csv": "reason,label\nrefused,Préférait ne pas le dire\n",
    BOOK / "themes.csv": 'code,parent,label,definition,include,exclude\nsleep,,Sommeil,"Été\nlong",,\n',
    REFERENCE / "countries.csv": "alias,iso3\nNorvège,NOR\n",
    REFERENCE / "income_groups.csv": "iso3,name,fy20\nNOR,Norvège,high\n",
    REFERENCE / "who_regions.csv": "iso3,who_region\nNOR,eur\n",
    DEMO / "crosswalk.csv": (
        "source_variable,source_value,variable,value,missing_reason,rule,note\n"
        "consent,,,,,,décidé\n"
        "q7_1,4,core,agree,,,\n"
        "q7_1,-99,core,,refused,,\n"
        'c,,country,,,country,"one,\ntwo"\n'
        "q9,secret words,remark,secret words,,,\n"
        "email,x@y.z,,,,,\n"
    ),
}
TOYS = {
    BOOK / "themes.csv": None,
    BOOK / "variables.csv": ("Remark,text", '"Remarque\nà part, oui",text'),
    BOOK / "scales.csv": ("Ethics", '"Éthique,\ntoute"'),
    BOOK / "missing.csv": ("Seen but left blank", '"Vu,\nmais laissé"'),
    REFERENCE / "countries.csv": ("Germany,DEU", "Germany,DEU\nNorvège,NOR"),
    REFERENCE / "income_groups.csv": ("Norway", "Norvège"),
    REFERENCE / "who_regions.csv": None,
    TOY / "crosswalk.csv": ("the survey tool's own mark", '"à\nnous"'),
    TOY / "withdrawals.csv": None,
    TOY / "personal_data.csv": (
        "",
        'place,kind,decision,reason,reviewer,date\nq9,email,pseudonym,"vérifié,\nseul",Zoé,\n',
    ),
    TOY / "roster.csv": ("", "name,participant\nZoë Brandström,a2\n"),
    TOY / "export.csv": ("", 'variable,decision,reason,reviewer\nage,withhold,"né\ntôt",Zoé\n'),
}


def save(path: Path, text: str, encoding: str, separator: str) -> None:
    """Write a table, given as CSV with commas, as a program would save it."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\r\n").writerows(csv.reader(io.StringIO(text)))
    path.write_bytes(stream.getvalue().encode(encoding))


def toy_tables() -> dict[Path, str]:
    """Return the toy's tables with more in them, and write what they speak of: a name and an address."""
    planted = {("a3", "q9"): "ask Zoë Brandström", ("a5", "q9"): "zoe@uni.ac.ke"}
    write_toy_survey(TOY / "survey.sav", planted)
    described = (TOY / "cohort.yaml").read_text(encoding="utf-8")
    (TOY / "cohort.yaml").write_text(f"{described}personal_data: {{roster: roster.csv}}\n", encoding="utf-8")
    tables = {}
    for path, change in TOYS.items():
        old, new = change or ("", "")
        tables[path] = path.read_text(encoding="utf-8").replace(old, new) if path.is_file() and old else new
        tables[path] = tables[path] or path.read_text(encoding="utf-8")
    return tables


def save_all(tables: dict[Path, str], forms: Iterable[tuple[str, str]]) -> None:
    for (path, text), (encoding, separator) in zip(tables.items(), forms, strict=False):
        save(path, text, encoding, separator)
