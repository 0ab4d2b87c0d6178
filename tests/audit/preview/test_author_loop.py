"""The page that an author looks at while writing, on a copy of the built toy study."""

import http.client
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from aimed.audit.preview import command, draft
from aimed.audit.preview.command import Watch
from aimed.audit.preview.draft import PaperDraft
from aimed.audit.preview.pages import TOLD_STALE
from aimed.audit.preview.sentences import fill_signs
from aimed.audit.preview.server import PreviewServer
from aimed.files.digests import digest_file
from aimed.files.yaml_json import read_json
from aimed.manuscript.bind_document import read_entries
from aimed.messages.problems import ProblemsFound
from toy_study import REPOSITORY

PAPER = Path("manuscript/paper.qmd")
TABLES = Path("manuscript/tables.yaml")
RICH = """

# A *heading* with [flow.raw.all.count]{.num} in it. {#sec-one}

"So it was." He said 'no!' Dr. Smith (see e.g. [@wilson1927, p. 3].) came. [flow.kept.all.count]{.num as=word}
of them **stayed.** _Why?_ Costs were $a + b. C$ of `x. Y`.^[A note. With two sentences.] See @tbl-support.
And <https://a.b/c>. D.

- one thing. Another
- [link. Text](https://example.org "A title. Here") and more.

| a. B | c |
|------|---|
| d. E | f |
"""


@pytest.fixture
def watch(built_toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Have looked once at the built toy study, in which the current folder is."""
    monkeypatch.setattr(command, "SELDOM", 0.0)
    with PreviewServer(0) as server:
        looking = Watch(PaperDraft(tmp_path), server)
        assert looking.look()
        yield looking


def page_of(watch: Watch) -> str:
    return watch.server.answers["/paper.html"][1].decode()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_save_changes_the_page_and_nothing_in_the_study(
    watch: Watch, built_toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def digest_study() -> dict[Path, str]:
        return {
            path: digest_file(path)
            for path in built_toy.rglob("*")
            if path.is_file() and path.name != PAPER.name
        }

    before = digest_study()
    capsys.readouterr()
    assert not watch.look()
    edit(PAPER, "Who was counted.", "Who was [flow.kept.all.count]{.num} times counted.")
    assert watch.look()
    kept = read_json(Path("results/ledger/ledger.json"))["numbers"]["flow.kept.all.count"]["shown"]
    assert f">{kept}</a> times counted." in page_of(watch)
    assert digest_study() == before
    told = capsys.readouterr().out
    assert told.count("\n") == 1
    assert " manuscript/paper.qmd: drawn in " in told


def test_an_unknown_id_stands_beside_its_sentence_until_it_is_mended(watch: Watch) -> None:
    clean = page_of(watch)
    added = "\nAll came. Of them [no.such.id]{.num} left early. The rest stayed.\n"
    edit(PAPER, "# Results\n", f"# Results\n{added}")
    assert watch.look()
    page = page_of(watch)
    beside = page[page.index("left early.") : page.index(" The rest stayed.")]
    assert "manuscript/paper.qmd:15:19: error" in beside
    assert "<b>no number no.such.id</b>" in beside
    assert page.count("no number no.such.id") == 1
    assert "[no.such.id]</a> left early." in page
    edit(PAPER, added, "")
    assert watch.look()
    assert page_of(watch) == clean


def test_another_style_of_citations_is_drawn_at_once(watch: Watch) -> None:
    edit(PAPER, "# Results", "Intervals [@wilson1927].\n\n# Results")
    assert watch.look()
    assert "Intervals (1)" in re.sub(r"<[^>]+>", "", page_of(watch))
    shutil.copyfile(REPOSITORY / "manuscript/bmc.csl", "manuscript/bmc.csl")
    edit(Path("config.yaml"), "manuscript:\n", "manuscript:\n  style: bmc\n")
    assert watch.look()
    assert "Intervals [1]" in re.sub(r"<[^>]+>", "", page_of(watch))


def test_numbers_are_said_to_be_stale(watch: Watch) -> None:
    withdrawals = Path("data/cohorts/toy/withdrawals.csv")
    assert TOLD_STALE not in page_of(watch)
    withdrawals.write_text(withdrawals.read_text() + "a3,2020-04-03,all\n")
    assert not watch.look()  # it may still be on its way
    assert watch.look()
    assert TOLD_STALE in page_of(watch)
    assert f"<b>{withdrawals} has changed</b>" in page_of(watch)


def test_broken_yaml_is_told_in_the_words_of_the_build_and_the_page_stays(watch: Watch) -> None:
    for broken in ("- id: [\n", "- kind: listing\n"):
        before = TABLES.read_text(encoding="utf-8")
        TABLES.write_text(broken, encoding="utf-8")
        with pytest.raises(ProblemsFound) as stopped:
            read_entries(TABLES, "tables")
        assert watch.look()
        page = page_of(watch)
        for problem in stopped.value.problems:
            assert escape(problem.found) in page
            path, line, _ = problem.position()
            assert f'<span class="place">{path}{f":{line}" if line else ""}' in page
        assert "Support by income group." in page
        TABLES.write_text(before, encoding="utf-8")
        assert watch.look()
        assert 'class="finding error"' not in page_of(watch)


@pytest.mark.parametrize("name", ["references.bib", "paper.qmd"])
def test_a_file_that_is_gone_is_named_until_it_is_back(watch: Watch, name: str) -> None:
    path = Path("manuscript", name)
    content = path.read_bytes()
    path.unlink()
    assert watch.look()
    assert f'<span class="place">manuscript/{name}: error</span><b>no such file</b>' in page_of(watch)
    path.write_bytes(content)
    assert watch.look()
    assert 'class="finding error"' not in page_of(watch)


def test_what_is_saved_while_it_is_read_is_read_again(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    before = page_of(watch)

    def save_within(_: PaperDraft) -> list[object]:
        edit(PAPER, "Half of", "The whole of")
        return []

    edit(PAPER, "Who was counted.", "Half of the text.")
    with monkeypatch.context() as patch:
        patch.setattr(PaperDraft, "draw", save_within)
        assert not watch.look()
    assert page_of(watch) == before
    assert watch.look()
    assert "The whole of the text." in page_of(watch)


def test_signs_at_the_ends_of_sentences_change_nothing_else(
    watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    PAPER.write_text(PAPER.read_text(encoding="utf-8") + RICH, encoding="utf-8")
    watch.draft.draw()
    marked = watch.draft.documents[PAPER.as_posix()]
    assert marked.page is not None
    assert len(marked.ends) > 12
    monkeypatch.setattr(draft, "find_ends", lambda _: [])
    (tmp_path / "plain").mkdir()
    plain = PaperDraft(tmp_path / "plain")
    plain.draw()
    shown = plain.documents[PAPER.as_posix()].page
    assert shown is not None
    # but for the blank behind "Dr.", which Pandoc keeps unbroken where it sees the abbreviation
    assert fill_signs(marked.page, {})[0].replace("Dr. ", "Dr.\xa0") == shown


def test_a_number_that_is_not_public_is_not_shown(watch: Watch) -> None:
    numbers = read_json(Path("results/ledger/ledger.json"))["numbers"]
    hidden = next(name for name, entry in numbers.items() if not entry["public"])
    edit(PAPER, "# Results\n", f"# Results\n\nThere were [{hidden}]{{.num}} of them.\n")
    assert watch.look()
    assert f">[{hidden}]</a> of them." in page_of(watch)
    assert f"<b>{hidden}, which is not public</b>" in page_of(watch)


def test_the_server_gives_this_machine_its_pages_and_nothing_else(watch: Watch) -> None:
    server = watch.server
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def ask(path: str, host: str | None = None) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
        connection.putrequest("GET", path, skip_host=True)
        connection.putheader("Host", host or f"127.0.0.1:{server.server_port}")
        connection.endheaders()
        return connection.getresponse()

    assert server.server_address[0] == "127.0.0.1"
    page = ask("/")
    assert (page.status, page.headers["Cache-Control"]) == (200, "no-store")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    figure = ask("/figures/flow.svg?0123")
    assert figure.read() == Path("results/figures/flow.svg").read_bytes()
    for outside in ("/config.yaml", "/../config.yaml", "/figures/../../config.yaml", "/%2e%2e/config.yaml"):
        assert ask(outside).status == 404
    for host in ("rebound.example", f"rebound.example:{server.server_port}", "127.0.0.1"):
        refused = ask("/", host)
        assert refused.status == 403
        assert b"toy" not in refused.read()
    told = ask("/events")
    first = told.fp.readline()
    edit(PAPER, "Who was counted.", "Who else was counted.")
    assert watch.look()
    assert told.fp.readline() == b"\n"
    assert told.fp.readline().startswith(b"data: ") and first.startswith(b"data: ")
    assert b"Who else was counted." in ask("/paper.html").read()
    server.shutdown()


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ProblemsFound, match=f"--port {port}\n.*address already in use") as stopped:
            PreviewServer(port)
    assert stopped.value.problems[0].remedy == "name another, or leave --port out: a free one is taken"


def test_the_command_prints_its_address_and_ends_quietly(built_toy: Path) -> None:
    aimed = str(Path(sys.executable).with_name("aimed"))
    running = subprocess.Popen(
        [aimed, "preview"], cwd=built_toy, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert ": drawn in " in running.stdout.readline()
    assert running.stdout.readline().startswith("the paper is shown at http://127.0.0.1:")
    running.send_signal(signal.SIGINT)
    told = running.communicate(timeout=60)
    assert (running.returncode, told) == (0, ("", ""))
