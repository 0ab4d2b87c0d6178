"""The committed focus groups are what the scripts make, and each mark stands where it says."""

import csv
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from aimed.simulate.focus_groups import simulate_focus_groups
from aimed.simulate.scripts import SpokenTurn, read_turns
from lxml import etree

pytestmark = pytest.mark.slow

COHORT = Path("data/cohorts/ifmsa-2020")
THEMES = Path("data/codebook/themes.csv")
NAMESPACE = {"q": "urn:QDA-XML:project:1.0"}
OUTSIDE_THE_SURVEY = {3: "R999", 5: "R998"}
GROUPS = range(1, 7)


def made(folder: Path) -> list[Path]:
    return sorted([*folder.glob("transcripts/fg*"), folder / "coding/focus_groups.qdpx"])


def codes() -> set[str]:
    with THEMES.open(encoding="utf-8", newline="") as table:
        return {row["code"] for row in csv.DictReader(table) if row["parent"]}


@pytest.fixture(scope="module")
def scripts() -> dict[int, list[SpokenTurn]]:
    folder = COHORT / "simulation/focus_groups"
    return {group: list(read_turns(folder / f"fg{group}.txt")) for group in GROUPS}


@pytest.fixture(scope="module")
def project() -> tuple[etree._Element, dict[str, str]]:
    with zipfile.ZipFile(COHORT / "coding/focus_groups.qdpx") as archive:
        root = etree.fromstring(archive.read("project.qde"))
        texts = {
            source.get("name"): archive.read(
                source.get("plainTextPath").replace("internal://", "sources/")
            ).decode("utf-8")
            for source in root.iterfind(".//q:TextSource", NAMESPACE)
        }
    return root, texts


def remake(folder: Path, plan: Path = COHORT / "simulation/focus_groups.yaml") -> None:
    simulate_focus_groups(
        plan=plan,
        scripts=COHORT / "simulation/focus_groups",
        themes=THEMES,
        transcripts=folder / "transcripts",
        coding=folder / "coding/focus_groups.qdpx",
    )


def test_the_committed_files_are_remade_byte_for_byte(tmp_path: Path) -> None:
    remake(tmp_path)
    assert [p.relative_to(tmp_path) for p in made(tmp_path)] == [p.relative_to(COHORT) for p in made(COHORT)]
    differing = [
        new.name
        for new, old in zip(made(tmp_path), made(COHORT), strict=True)
        if new.read_bytes() != old.read_bytes()
    ]
    assert differing == []


def test_each_selection_is_named_by_the_text_at_its_positions(project) -> None:
    root, texts = project
    selections = [
        (texts[source.get("name")][int(s.get("startPosition")) : int(s.get("endPosition"))], s.get("name"))
        for source in root.iterfind(".//q:TextSource", NAMESPACE)
        for s in source.iterfind("q:PlainTextSelection", NAMESPACE)
    ]
    assert len(selections) > 400
    assert [pair for pair in selections if pair[0] != pair[1]] == []


def test_the_code_book_has_the_paths_of_the_themes_table(project) -> None:
    def paths(element: etree._Element, above: str) -> list[str]:
        found = []
        for code in element.iterfind("q:Code", NAMESPACE):
            path = f"{above}{code.get('name')}"
            found += [path, *paths(code, f"{path}.")]
        return found

    root, _ = project
    with THEMES.open(encoding="utf-8", newline="") as table:
        expected = [row["code"] for row in csv.DictReader(table)]
    assert sorted(paths(root.find(".//q:Codes", NAMESPACE), "")) == sorted(expected)
    assert 12 <= len(codes()) <= 20
    assert 4 <= len(expected) - len(codes()) <= 5


def test_every_reference_of_the_project_leads_somewhere_and_every_guid_is_its_own(project) -> None:
    root, _ = project
    guids = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(guids) == len(set(guids))
    users = {user.get("guid") for user in root.iterfind(".//q:User", NAMESPACE)}
    assert len(users) == 2
    assert {e.get("creatingUser") for e in root.iter() if e.get("creatingUser")} == users
    codable = {c.get("guid") for c in root.iterfind(".//q:Code[@isCodable='true']", NAMESPACE)}
    assert {r.get("targetGUID") for r in root.iterfind(".//q:CodeRef", NAMESPACE)} == codable


def test_plain_texts_of_the_project_are_one_line_per_turn(project, scripts) -> None:
    _, texts = project
    for group, turns in scripts.items():
        assert texts[f"fg{group}"] == "".join(f"{turn.speaker}: {turn.text}\n" for turn in turns)


def test_the_survey_respondents_of_each_group_all_speak_and_nobody_else_does(scripts) -> None:
    with (COHORT / "simulation/respondents.csv").open(encoding="utf-8", newline="") as table:
        groups = {row["respondent"]: row["focus_group"] for row in csv.DictReader(table)}
    assert sum(1 for group in groups.values() if group) == 48
    for group, turns in scripts.items():
        times = Counter(turn.speaker for turn in turns)
        invited = {person for person, of in groups.items() if of == str(group)}
        invited |= {OUTSIDE_THE_SURVEY[group]} if group in OUTSIDE_THE_SURVEY else set()
        assert set(times) - {"Moderator"} == invited
        assert min(times.values()) >= 3


def test_turns_are_about_forty_a_group_distinct_and_of_three_to_a_hundred_and_twenty_words(scripts) -> None:
    texts = [turn.text for turns in scripts.values() for turn in turns]
    assert all(38 <= len(turns) <= 52 for turns in scripts.values())
    assert len(set(texts)) == len(texts)
    assert {text for text in texts if not 3 <= len(text.split()) <= 120} == set()
    assert sum(1 for text in texts if not text.isascii()) >= 20
    assert sum(text.count("[inaudible]") for text in texts) == 1


def test_no_turn_knows_what_came_after_march_2020(scripts) -> None:
    later = re.compile(r"chatgpt|\bgpt|\bllm|language model|generative|chatbot|2021|2022|2023", re.IGNORECASE)
    assert [turn for turns in scripts.values() for turn in turns if later.search(turn.text)] == []


def test_two_coders_agree_often_but_not_always() -> None:
    """Kappa per code by hand: (po - pe) / (1 - pe) over the turns of participants (Cohen 1960)."""
    folder = COHORT / "simulation/focus_groups"
    marked: dict[tuple[str, str], set[tuple[int, int]]] = {}
    units = set()
    for group in GROUPS:
        turns = read_turns(folder / f"fg{group}.txt")
        units |= {(group, n) for n, turn in enumerate(turns, 1) if turn.speaker != "Moderator"}
        with (folder / f"fg{group}.coding.csv").open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                marked.setdefault((row["code"], row["coder"]), set()).add((group, int(row["turn"])))
    kappas = []
    for code in codes():
        one, two = marked[code, "coder_1"] & units, marked[code, "coder_2"] & units
        agreed = 1 - len(one ^ two) / len(units)
        share_one, share_two = len(one) / len(units), len(two) / len(units)
        chance = share_one * share_two + (1 - share_one) * (1 - share_two)
        kappas.append((agreed - chance) / (1 - chance))
    kappas.sort()
    assert kappas[0] >= 0.6 and kappas[-1] <= 0.92
    assert 0.7 <= kappas[len(kappas) // 2] <= 0.82


def test_formats_leave_the_traces_that_readers_meet() -> None:
    captions = (COHORT / "transcripts/fg3.vtt").read_text(encoding="utf-8")
    cues = [block.splitlines()[2] for block in captions.split("\n\n")[1:]]
    assert any(re.match(r"R881: ", cue) for cue in cues)
    assert sum(1 for cue in cues if not re.match(r"(R\d+|Moderator): ", cue)) > 20
    assert re.search(
        r"^R111:   \w", (COHORT / "transcripts/fg5.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    last = (COHORT / "transcripts/fg6.txt").read_bytes()
    assert last.startswith(b"\xef\xbb\xbf") and last.count(b"\r\n") == last.count(b"\n") == 50
