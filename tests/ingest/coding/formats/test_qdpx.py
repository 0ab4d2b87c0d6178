"""REFI-QDA projects as programs write them: what is read, and what is counted as left out."""

from pathlib import Path
from textwrap import dedent

import pytest
from aimed.ingest.coding.project import CodedProject, CodeEntry
from aimed.ingest.coding.recognise import read_coded_project
from aimed.messages.problems import ProblemsFound
from transcript_cohort import packed

TEXT = "M: Hello.\nP1: No network here.\n"
USERS = '<Users><User guid="{U1}" name="Ann"/><User guid="u2" id="BO"/></Users>'
CODES = dedent("""\
    <CodeBook><Codes>
      <Code guid="C0" name="Access"><Description>Of any kind.</Description>
        <Code guid="c1" name="Internet"/></Code>
      <Code guid="c2" name="Learning"><Code guid="c3" name="Internet"/></Code>
    </Codes></CodeBook>""")
SELECTED = '<PlainTextSelection guid="s" name="{name}" startPosition="{start}" endPosition="{end}">{inside}</PlainTextSelection>'  # noqa: E501
CODING = '<Coding creatingUser="{user}"><CodeRef targetGUID="{code}"/></Coding>'


def coding(code: str = "c1", user: str = "u1") -> str:
    return CODING.format(code=code, user=user)


def selected(inside: str, start: object = 14, end: object = 24, name: str = "") -> str:
    return SELECTED.format(inside=inside, start=start, end=end, name=name)


def source(inside: str, attributes: str = 'plainTextPath="internal://t.txt"') -> str:
    return f'<TextSource guid="t" name="g" {attributes}>{inside}</TextSource>'


def read(
    tmp_path: Path,
    sources: str,
    members: dict[str, str | bytes] | None = None,
    *,
    users: str = USERS,
    after: str = "",
    inner: str = "project.qde",
    space: str = "urn:QDA-XML:project:1.0",
) -> CodedProject:
    content = (
        f'<?xml version="1.0" encoding="utf-8"?><Project xmlns="{space}" origin="x">{users}{CODES}'
        f"<Sources>{sources}</Sources>{after}</Project>"
    )
    path = tmp_path / "p.qdpx"
    files = {"sources/t.txt": TEXT} if members is None else members
    path.write_bytes(packed({inner: content, **files}))
    return read_coded_project(path, {})


def codings_of(project: CodedProject) -> list[tuple[str, str]]:
    return [
        (coder, " > ".join(names))
        for one in project.sources
        for chosen in one.selections
        for coder, names in chosen.codings
    ]


@pytest.mark.parametrize(
    ("attributes", "member"),
    [
        ('plainTextPath="internal://t.txt"', "sources/t.txt"),
        ('plainTextPath="internal://T.TXT"', "Sources/t.txt"),
        ('plainTextPath="t.txt"', "sources/t.txt"),
        ('plainTextPath="internal://focus%20one.txt"', "sources/focus one.txt"),
        ('plainTextPath="internal:///t.txt"', "SOURCES/t.txt"),
        ('plainTextPath="relative://t.txt"', "sources/t.txt"),
        ('richTextPath="internal://t.docx"', "sources/t.txt"),
    ],
)
def test_texts_are_found_however_they_are_pointed_to(tmp_path, attributes, member):
    project = read(tmp_path, source(selected(coding()), attributes), {member: "\ufeff" + TEXT})
    assert [one.text for one in project.sources] == [TEXT]
    assert project.lacking == ()


@pytest.mark.parametrize("inner", ["project.qde", "Trial.QDE", "folder/Trial.qde"])
@pytest.mark.parametrize("space", ["urn:QDA-XML:project:1.0", "urn:QDA-XML:project:0:10", ""])
def test_an_inner_file_of_any_name_and_namespace(tmp_path, inner, space):
    project = read(tmp_path, source(selected(coding())), inner=inner, space=space)
    assert codings_of(project) == [("Ann", "Access > Internet")]
    assert (project.origin, project.format) == ("x", "qdpx")
    assert project.codes == (
        CodeEntry(("Access",), "Of any kind."), CodeEntry(("Access", "Internet")),
        CodeEntry(("Learning",)), CodeEntry(("Learning", "Internet")),
    )  # fmt: skip


def test_a_text_in_utf_16_with_its_mark(tmp_path):
    project = read(tmp_path, source(selected(coding())), {"sources/t.txt": TEXT.encode("utf-16")})
    assert project.sources[0].text == TEXT


def test_several_codings_and_one_name_under_two_parents(tmp_path):
    inside = coding("{C1}") + coding("c3", "U2") + coding("c0")
    project = read(tmp_path, source(selected(inside)))
    assert codings_of(project) == [
        ("Ann", "Access > Internet"), ("BO", "Learning > Internet"), ("Ann", "Access"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("users", "user", "coder"),
    [
        ("", "", ""),
        ('<Users><User guid="u1" name="Ann"/></Users>', "", "Ann"),
        (USERS, "", ""),
        (USERS, "nobody-known", ""),
    ],
)
def test_codings_that_name_no_coder_are_those_of_the_only_one(tmp_path, users, user, coder):
    project = read(tmp_path, source(selected(coding(user=user))), users=users)
    assert codings_of(project) == [(coder, "Access > Internet")]


def test_text_of_a_pdf(tmp_path):
    inside = f'<Representation guid="r" name="" plainTextPath="internal://t.txt">{selected(coding())}</Representation>'
    pdf = f'<PDFSource guid="p" name="g.pdf" path="internal://g.pdf"><PDFSelection>{coding()}</PDFSelection>'
    project = read(tmp_path, f"{pdf}{inside}</PDFSource>", {"sources/t.txt": TEXT, "sources/g.pdf": "%PDF"})
    assert [(one.name, one.text) for one in project.sources] == [("g.pdf", TEXT)]
    assert project.left_out == {"codings of a part of a PDF page": 1}


def test_all_else_is_counted_by_kind(tmp_path):
    """The cases coded_memo.qdpx and audio_transcript.qdpx, and what else the standard has."""
    memo = f'<Note guid="n" name="memo" plainTextPath="internal://n.txt">{selected(coding(), 0, 3)}</Note>'
    times = f'<TranscriptSelection fromSyncPoint="y" toSyncPoint="z">{coding()}</TranscriptSelection>'
    audio = (
        '<AudioSource guid="a" name="g" path="internal://a.mp3"><Transcript guid="tt" name="g" '
        f'plainTextPath="internal://t.txt">{times}</Transcript><AudioSelection>{coding()}</AudioSelection>'
        "</AudioSource>"
    )
    picture = f'<PictureSource name="map" path="internal://m.png">{coding()}</PictureSource>'
    whole = source(coding() + selected("") + selected(coding("missing")) + selected(coding()))
    cases = f'<Cases><Case guid="c2" name="P1">{CODING[-9:]}</Case></Cases>'.replace("</Coding>", "")
    cases = '<Cases><Case guid="c2" name="P1"><CodeRef targetGUID="c1"/></Case></Cases>'
    sets = '<Sets><Set guid="x" name="round one"/><Set guid="z" name="round two"/></Sets>'
    variables = '<Variables><Variable guid="v" name="age"/></Variables>'
    project = read(
        tmp_path, whole + audio + picture, {"sources/t.txt": TEXT, "sources/m.png": ""},
        after=f"<Notes>{memo}</Notes>{cases}{sets}{variables}",
    )  # fmt: skip
    assert codings_of(project) == [("Ann", "Access > Internet")]
    assert project.left_out == {
        "audio recordings": 1,
        "cases": 1,
        "codings of a case": 1,
        "codings of a memo": 1,
        "codings of a picture": 1,
        "codings of a whole document": 1,
        "codings of an audio recording": 1,
        "codings of the times of a recording's transcript": 1,
        "codings with a code that the code book lacks": 1,
        "memos": 1,
        "pictures": 1,
        "selections without a code": 1,
        "sets": 2,
        "variables": 1,
    }
    assert project.lacking == (
        'AudioSource g: nothing at "internal://a.mp3"', 'Note memo: nothing at "internal://n.txt"',
    )  # fmt: skip


def test_codings_to_a_case_are_no_codings_of_words(tmp_path):
    cases = '<Cases><Case guid="{C2}" name="P1"/></Cases>'
    project = read(tmp_path, source(selected(coding("c2") + coding())), after=cases)
    assert codings_of(project) == [("Ann", "Access > Internet")]
    assert project.left_out == {"cases": 1, "codings to a case": 1}


@pytest.mark.parametrize(
    ("attributes", "members", "lacking"),
    [
        ('plainTextPath="internal://no.txt"', {}, 'TextSource g: nothing at "internal://no.txt"'),
        ('plainTextPath="relative://../../etc/t.txt"', {"../../etc/t.txt": TEXT},
         'TextSource g: nothing at "relative://../../etc/t.txt"'),
        ("", {}, "TextSource g: no text"),
        ('plainTextPath="internal://t.txt"', {"sources/t.txt": b"caf\xe9"},
         "TextSource g: byte 3 of sources/t.txt is not UTF-8"),
    ],
)  # fmt: skip
def test_a_source_whose_text_the_archive_lacks_keeps_its_selections(tmp_path, attributes, members, lacking):
    project = read(tmp_path, source(selected(coding(), name="No network"), attributes), members)
    assert [one.text for one in project.sources] == [""]
    assert project.lacking == (lacking,)
    assert codings_of(project) == [("Ann", "Access > Internet")]


def test_places_that_are_no_numbers_are_no_offsets(tmp_path):
    chosen = [selected(coding(), start, end) for start, end in (("-1", "4"), ("", ""), ("²", "3"), (0, 0))]
    project = read(tmp_path, source("".join(chosen)))
    assert [(one.start, one.end) for one in project.sources[0].selections] == [
        (None, None), (None, None), (None, None), (0, 0),
    ]  # fmt: skip


def test_a_project_without_sources_or_codes(tmp_path):
    """The case no_codings.qdpx, and ATLAS.ti, which writes no Sources element when there are none."""
    assert read(tmp_path, source("")).sources == ()
    path = tmp_path / "p.qdpx"
    path.write_bytes(packed({"project.qde": '<Project xmlns="urn:QDA-XML:project:1.0"/>'}))
    assert read_coded_project(path, {}) == CodedProject(path, "", (), format="qdpx")


def test_two_coders_of_one_name_who_both_coded(tmp_path):
    users = USERS.replace('id="BO"', 'name="Ann"')
    assert len(read(tmp_path, source(selected(coding())), users=users).sources) == 1
    with pytest.raises(ProblemsFound) as found:
        read(tmp_path, source(selected(coding() + coding(user="u2"))), users=users)
    assert str(found.value) == dedent(f"""\
        {tmp_path}/p.qdpx, project.qde, Users
          found:    2 coders named Ann
          expected: one name for each coder
          to do:    rename them in the program and export again""")


@pytest.mark.parametrize(
    ("members", "place", "found"),
    [
        ({}, "", "no such file"),
        (None, "", "a file that is not a ZIP archive"),
        ({"a.txt": ""}, "", "no project files (.qde) in the archive"),
        ({"a.qde": "<a/>", "b.qde": "<b/>"}, "", "2 project files (.qde) in the archive"),
        ({"a.qde": "<a>"}, ", a.qde", "broken XML: line 1"),
        ({"a.qde": "<!DOCTYPE a><a/>"}, ", a.qde", "XML with a DOCTYPE"),
    ],
)
def test_projects_that_cannot_be_trusted(tmp_path, members, place, found):
    project = tmp_path / "p.qdpx"
    if members != {}:
        project.write_bytes(b"no zip" if members is None else packed(members))
    with pytest.raises(ProblemsFound) as problems:
        read_coded_project(project, {"format": "qdpx"})
    assert str(problems.value) == dedent(f"""\
        {project}{place}
          found:    {found}
          expected: a REFI-QDA project (.qdpx)
          to do:    export the project again as REFI-QDA""")
