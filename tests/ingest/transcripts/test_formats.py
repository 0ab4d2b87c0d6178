"""Files written by each layout's rules (transcripts/README.md) are read to the turns that they hold."""

from pathlib import Path
from typing import Any

import pytest
from aimed.ingest.transcripts.recognise import READERS
from transcript_cohort import docx, packed, read_transcripts, write_cohort

pytestmark = pytest.mark.slow

FILES = Path(__file__).parent / "files"


def turns_of(folder: Path, name: str, speakers: list[str], **options: Any) -> list[list[Any]]:
    """Return [speaker, text, start, end] of each turn of a file, read without a declared format."""
    content = (FILES / name).read_bytes()
    declared = {speaker: f"id of {speaker}" for speaker in speakers}
    _, turns = read_transcripts(
        write_cohort(folder, {name: content}, {"all": declared}, options, formats=False)
    )
    columns = turns[["speaker", "text", "time_start", "time_end"]].astype(object)
    return columns.where(columns.notna(), None).values.tolist()


def shown(speaker: str) -> str:
    """Return what results show of a label that is a name: the id that it stands for."""
    return f"id of {speaker}"


def test_zoom_captions(tmp_path):
    speakers = ["Moderator", "P1 (she/her)", "Ωmega 2"]
    assert turns_of(tmp_path, "zoom.vtt", speakers) == [
        ["Moderator", "One question: what have you heard? Anything at all.", 4.0, 7.0],
        ["P1 (she/her)", "At 10:30 we had a talk. so: not much.", 7.25, 12.125],
        ["id of Ωmega 2", "Same here <inaudible> 3 < 4.", 3599.9, 3602.0],
    ]


def test_teams_captions(tmp_path):
    assert turns_of(tmp_path, "teams.vtt", ["Moderator", "Ana Lima & Co", "Bo"]) == [
        ["Moderator", "Shall we begin?", 3.12, 6.02],
        [shown("Ana Lima & Co"), "R&D <twice>.", 6.2, 8.0],
        [shown("Bo"), "No: never. And again.", 6.2, 9.0],
    ]


def otter(name: str) -> list[list[Any]]:
    """Return the turns of otter.txt, with what stands for the name."""
    return [
        ["Moderator", "Welcome. One rule: one at a time.", 3.0, None],
        [name, "I used it at 10:30, then  12:15 again. It worked.", 59.0, None],
        ["Speaker 3", "Never.", 3604.0, None],
    ]


def test_otter_text(tmp_path):
    speakers = ["Moderator", "Ana Lima", "Speaker 3"]
    assert turns_of(tmp_path, "otter.txt", speakers) == otter(shown("Ana Lima"))
    text = (FILES / "otter.txt").read_text(encoding="utf-8").replace("Ana Lima", shown("Ana Lima"))
    head = text.split("Moderator  00:03")[0].split("\n")
    transcripts, _ = read_transcripts(tmp_path / "cohort.yaml")
    assert transcripts.at[0, "before"].split("\n") == [
        *filter(None, head),
        "Transcribed by https://otter.ai",
    ]


def test_otter_document(tmp_path):
    lines = (FILES / "otter.txt").read_text(encoding="utf-8").split("\n")
    body = "".join(f"<w:p><w:r><w:t xml:space='preserve'>{line}</w:t></w:r></w:p>" for line in lines)
    speakers = {name: name for name in ("Moderator", "Ana Lima", "Speaker 3")}
    _, turns = read_transcripts(write_cohort(tmp_path, {"otter.docx": docx(body)}, {"all": speakers}))
    assert turns[["speaker", "text", "time_start"]].values.tolist() == [
        turn[:3] for turn in otter("Ana Lima")
    ]


def test_teams_document_of_names_and_times(tmp_path):
    body = "".join(
        f"<w:p><w:r><w:t xml:space='preserve'>{name}   {time}</w:t><w:br/><w:t>{words}</w:t></w:r></w:p>"
        for name, time, words in (
            ("Ana", "0:03", "Yes: we do"),
            ("Bo", "1:02:03", "No"),
            ("Ana", "1:03:00", "x"),
        )
    )
    speakers = {"all": {"Ana": "a1", "Bo": "moderator"}}
    _, turns = read_transcripts(write_cohort(tmp_path, {"g.docx": docx(body)}, speakers))
    assert turns[["speaker", "text", "time_start"]].values.tolist() == [
        ["a1", "Yes: we do", 3.0],
        ["moderator", "No", 3723.0],
        ["a1", "x", 3780.0],
    ]


def test_padded_labels_interruptions_and_gaps(tmp_path):
    assert turns_of(tmp_path, "nvivo.txt", ["Speaker 1", "Speaker 2"]) == [
        ["Speaker 1", "What do you think //", None, None],
        ["Speaker 2", "// I was about to say: [inc.] it helps. And it saves time.", None, None],
        ["Speaker 1", "Thank you.", None, None],
    ]


@pytest.mark.parametrize("name", ["commas_and_points.srt", "utf16.srt", "utf32.srt"])
def test_subrip(tmp_path, name):
    assert turns_of(tmp_path, name, ["P1", "M"]) == [
        ["P1", "Yes, and no.", 1.0, 4.0],
        ["M", "Why not?", 4.0, 5.0],
    ]


def test_markdown(tmp_path):
    assert turns_of(tmp_path, "group.md", ["M", "P1", "P2"]) == [
        ["M", "What changed?", None, None],
        ["P1", "Everything, and *nothing*. 2020. That year & the next. It was quoted here.", None, None],
        ["P2", "A list, a_b_c.", None, None],
        ["P1", "Under a heading.", None, None],
    ]
    transcripts, _ = read_transcripts(tmp_path / "cohort.yaml")
    assert transcripts.at[0, "before"] == "title: Focus group 4\ndate: 2020-03-04\nFocus group 4"


DOCUMENT = [
    ["Moderadora", "¿Qué han oído sobre la inteligencia artificial? Empecemos."],
    ["P1", "Pues… he visto “ChatGPT” — y mi hermana también. La verdad, 50 % lo usa."],
    ["P2", "Yo no // todavía. [inc.] Café, naïve, Łódź, Ωμέγα. itálico"],
    ["P3", "Lo que quedó y lo añadido."],
    ["学生3", "日本語で話します。はい、使いました。"],
    ["P4", "two  blanks\tand a tab, a brace {x} and a back\\slash 😀."],
    ["ד", "שלום לכולם, אני משתמש בזה."],
    ["P1", "En una tabla."],
    ["Moderadora", "Un punto,"],
    ["Moderadora", "y gracias."],
]


@pytest.mark.parametrize("name", ["group.docx", "group.odt", "group.rtf"])
def test_one_group_as_word_and_as_libreoffice_converts_it(tmp_path, name):
    speakers = ["Moderadora", "P1", "P2", "P3", "学生3", "P4", "ד"]
    assert [turn[:2] for turn in turns_of(tmp_path, name, speakers)] == DOCUMENT
    transcripts, _ = read_transcripts(tmp_path / "cohort.yaml")
    assert transcripts.at[0, "before"] == "Grupo focal 2, 14 de marzo"


def test_content_decides_and_not_the_ending(tmp_path):
    """Each file under an ending that is not its own is read as what it is, all but Markdown and text."""
    speakers = {"all": {"M": "moderator", "P1": "a1", "Moderadora": "moderator"}}
    for number, (name, ending) in enumerate(
        [("group.docx", "txt"), ("group.odt", "docx"), ("group.rtf", "doc"), ("utf16.srt", "txt"),
         ("zoom.vtt", "srt"), ("teams.vtt", "log")]
    ):  # fmt: skip
        folder = tmp_path / str(number)
        folder.mkdir()
        content = (FILES / name).read_bytes()
        declared = speakers | {"a": dict.fromkeys(every_speaker(name), "unknown")}
        _, turns = read_transcripts(write_cohort(folder, {f"a.{ending}": content}, declared, formats=False))
        assert len(turns) == {"group": 10, "utf16": 2, "zoom": 3, "teams": 3}[name.split(".")[0]]


def every_speaker(name: str) -> list[str]:
    return ["P2", "P3", "学生3", "P4", "ד", "Moderator", "P1 (she/her)", "Ωmega 2", "Ana Lima & Co", "Bo"]


def test_every_reader_says_what_it_reads():
    assert set(READERS) == {"docx", "md", "odt", "rtf", "srt", "txt", "vtt"}
    assert len({reader.name for reader in READERS.values()}) == len(READERS)


def test_word_on_the_web_numbers_its_document(tmp_path):
    content = packed({"word/document2.xml": "<d><p><t>M: hello</t></p></d>"})
    speakers = {"all": {"M": "moderator"}}
    transcripts, _ = read_transcripts(write_cohort(tmp_path, {"g.docx": content}, speakers))
    assert transcripts.at[0, "text"] == "M: hello\n"


def test_code_pages_of_rich_text(tmp_path):
    """Cyrillic and Japanese in the code pages of their fonts, one character in two bytes."""
    content = (
        rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}"
        rb"{\f2\fcharset128 Mincho;}}{\*\generator no words;}{\info{\title No}}\pard "
        rb"M: caf\'e9 \u8217?s \u-10179?\u-8704?\par {\f1 P1: \'ef\'f0\'e8} \f2\'93\'fa\'96\'7b\par"
        rb"{\deleted gone}{\field{\*\fldinst HYPERLINK x}{\fldrslt P1: \{linked\}}}\~\_\line z{\v}}"
    )
    speakers = {"all": {"M": "moderator", "P1": "a1"}}
    transcripts, _ = read_transcripts(write_cohort(tmp_path, {"g.rtf": content}, speakers))
    assert transcripts.at[0, "text"] == "M: café ’s 😀\nP1: при 日本\nP1: {linked}\u00a0\u2011 z\n"


@pytest.mark.parametrize(
    ("page", "byte", "letter"),
    [
        # by the tables of Unicode's consortium for these code pages
        *((437, "e9", "Θ"), (708, "c7", "ا"), (850, "e9", "Ú"), (852, "e6", "Š"), (862, "80", "א")),
        *((866, "e9", "щ"), (874, "a1", "ก"), (932, "b1", "ｱ"), (1250, "e8", "č"), (1258, "fe", "₫")),
        (10000, "8e", "é"),
    ],
)
def test_code_pages_of_whole_documents(tmp_path, page, byte, letter):
    content = rf"{{\rtf1\ansi\ansicpg{page} M: a\'{byte}b}}".encode()
    transcripts, _ = read_transcripts(write_cohort(tmp_path, {"g.rtf": content}, {"g": {"M": "moderator"}}))
    assert transcripts.at[0, "text"] == f"M: a{letter}b\n"


@pytest.mark.parametrize("group", ["headerl", "headerr", "footerf", "footnote", "info", "listtext", "*\\new"])
def test_groups_of_rich_text_that_were_not_spoken(tmp_path, group):
    content = f"{{\\rtf1 M: a{{\\{group} M: not spoken\\par}}b}}".encode()
    transcripts, _ = read_transcripts(write_cohort(tmp_path, {"g.rtf": content}, {"g": {"M": "moderator"}}))
    assert transcripts.at[0, "text"] == "M: ab\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
def test_byte_order_marks(tmp_path, encoding):
    content = "\ufeffM: é\n".encode(encoding)
    transcripts, _ = read_transcripts(write_cohort(tmp_path, {"g.txt": content}, {"g": {"M": "moderator"}}))
    assert transcripts.at[0, "text"] == "M: é\n"
