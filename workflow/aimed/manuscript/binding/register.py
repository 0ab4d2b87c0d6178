"""The register of quotations: every quotation of the documents under its theme, and how balanced they are."""

from collections import Counter
from collections.abc import Sequence

from aimed.language.marks import Mark
from aimed.manuscript.binding.carried_codes import (
    CONSENSUS_ALONE,
    count_noun,
    deepest_codes,
    read_codes,
)
from aimed.manuscript.binding.quotations import (
    attribute_person,
    check_quotation,
    find_turn,
    list_speakers,
    plain,
    write_attribution,
)
from aimed.manuscript.binding.resolve_marks import Binding
from aimed.manuscript.number_forms import spell_number
from aimed.manuscript.tables.cells import TableRow, heading_row, row_of, text_cell
from aimed.manuscript.tables.listings import Resolved

HEADS = ("Quotation", "Code", "Speaker", "Coders")
UNCODED = "No code"
WHAT_CODERS_ARE = "Coders: how many of them gave the turn the code."
WHAT_CONSENSUS_IS = f"{CONSENSUS_ALONE.capitalize()}: agreed upon afterwards, and given by no coder before."


def tabulate_register(binding: Binding) -> Resolved:
    """Return one row per quotation that may stand, under its theme in the order of the codebook.

    The codes are those of `code=`, else the deepest that the turn carries.
    """
    order = list(binding.codes)
    listed = sorted(
        ((_codes_of(mark, binding), mark) for mark in list_standing(binding)),
        key=lambda one: order.index(one[0][0]) if one[0] else len(order),
    )
    rows: list[TableRow] = []
    heading = ""
    for codes, mark in listed:
        theme = binding.codes[codes[0].partition(".")[0]] if codes else UNCODED
        rows += [heading_row(theme, len(HEADS) - 1)] if theme != heading else []
        rows.append(_row(mark, codes, binding))
        heading = theme
    used = {code for codes, _ in listed for code in codes}
    agreed = any(not binding.coded[mark.attributes["turn"]][code] for codes, mark in listed for code in codes)
    notes = [
        f"{WHAT_CODERS_ARE} {WHAT_CONSENSUS_IS}" if agreed else WHAT_CODERS_ARE,
        *_tell_balance([mark for _, mark in listed], binding),
        *_tell_silent(used, order, binding),
    ]
    return [text_cell(head) for head in HEADS], rows, notes


def list_standing(binding: Binding) -> list[Mark]:
    """Return the quotations of all documents that have nothing wrong with them, each once."""
    found: dict[tuple[str, str], Mark] = {}
    for mark in binding.quoted:
        turn = mark.attributes.get("turn", "")
        if not check_quotation("", turn, mark.text, binding.turns, binding.participants):
            found.setdefault((turn, write_words(mark)), mark)
    return list(found.values())


def write_words(mark: Mark) -> str:
    """Return the words of a quotation on one line."""
    return plain(mark.text.replace("\n>", "\n").replace("\\", "")).strip()


def _codes_of(mark: Mark, binding: Binding) -> list[str]:
    there = binding.coded.get(mark.attributes["turn"], {})
    asked = [code for code in read_codes(mark.attributes.get("code", "")) if code in there]
    order = list(binding.codes)
    return asked or sorted(filter(order.__contains__, deepest_codes(there)), key=order.index)


def _row(mark: Mark, codes: list[str], binding: Binding) -> TableRow:
    turn = mark.attributes["turn"]
    given = [binding.coded[turn][code] for code in codes]
    coders = [spell_number(number) if number else CONSENSUS_ALONE for number in given]
    labels = "; ".join(binding.codes[code] for code in codes)
    words = (f"“{write_words(mark)}”", labels, binding.attribute(turn), "; ".join(coders))
    return row_of([text_cell(word) for word in words], 1)


def _tell_balance(marks: Sequence[Mark], binding: Binding) -> list[str]:
    """Return how the quotations are spread over speakers and over the groups that attributions name."""
    speakers = list_speakers(binding.participants)
    person = {one["participant"]: one for one in speakers}
    said = Counter(
        str((find_turn(mark.attributes["turn"], binding.turns) or {})["participant"]) for mark in marks
    )
    called = {
        name: attribute_person(one, speakers, binding.attribution, binding.study.smallest_cell)
        for name, one in person.items()
    }
    groups = Counter({as_: 0 for as_ in sorted(set(called.values()), key=str)})
    for name, count in said.items():
        groups[called[name]] += count
    told = [f"{_write_group(*as_, binding)} {count}" for as_, count in groups.items()]
    most = max(said.values(), default=0)
    spread = f"{count_noun(len(marks), 'quotation')}, at most {most} of one speaker. " if marks else ""
    return [f"{spread}Quotations by speaker: {'; '.join(told)}."] if told else []


def _write_group(column: str, code: str | None, binding: Binding) -> str:
    label = binding.study.codebook.label(column, code) if code is not None else None
    return write_attribution(column, label, binding.house["attribution"])


def _tell_silent(used: set[str], order: list[str], binding: Binding) -> list[str]:
    """Return the themes and codes without a quotation; a theme without any stands for its codes."""
    silent = [code for code in order if not any(one == code or one.startswith(f"{code}.") for one in used)]
    named = [code for code in silent if code.rpartition(".")[0] not in silent]
    return [f"Without a quotation: {'; '.join(binding.codes[code] for code in named)}."] if named else []
