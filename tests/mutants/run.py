"""Try mutants of rooms, drawn by a seed, and print which no test noticed: for `make prove`.

What was shown to be equivalent stands in equivalent.csv beside this file and is not tried.
"""

import argparse
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))
sys.path[:] = [path for path in sys.path if Path(path) != Path(__file__).parent]

from mutants.draw import draw_mutants, read_equivalent  # noqa: E402
from mutants.places import OPERATORS, Mutant  # noqa: E402
from mutants.trial import Trial, copy_tree, load_heavy, prove_tests_pass, try_mutant  # noqa: E402

ROOMS = ("ledger", "harmonise", "stats", "ingest", "build")
OUTCOMES = ("killed", "out of time", "equivalent", "survived")


def try_part(root: Path, drawn: list[tuple[int, str, Mutant]]) -> list[Trial]:
    """Try mutants one after the other in a scratch copy of the tree of their own, and print each."""
    load_heavy()
    trials = []
    with tempfile.TemporaryDirectory() as folder:
        tree = copy_tree(root, Path(folder) / "tree")
        for number, room, mutant in drawn:
            trial = try_mutant(tree, room, mutant, number)
            told = f"{trial.outcome:<12}{trial.seconds:>5.0f} s  {tell_mutant(mutant)}  {trial.noticed_by}"
            print(told, flush=True)
            trials.append(trial)
    return trials


def prove_unchanged(root: Path, rooms: list[str]) -> None:
    """Raise RuntimeError where a test of the rooms fails in a scratch copy, without a mutant."""
    load_heavy()
    with tempfile.TemporaryDirectory() as folder:
        prove_tests_pass(copy_tree(root, Path(folder) / "tree"), rooms)


def tell_mutant(mutant: Mutant) -> str:
    """Return file, line, function, and the line before and after."""
    place = f"{mutant.file}:{mutant.line} {mutant.function} ({mutant.operator})"
    return f"{place}: {mutant.before}  ->  {mutant.after}"


def tell_trials(trials: list[Trial]) -> list[str]:
    """Return a table by room and operator, and each survivor."""
    lines = [f"{'room':<12}{'operator':<12}{'mutants':>8}" + "".join(f"{name:>13}" for name in OUTCOMES)]
    for room in dict.fromkeys(trial.room for trial in trials):
        for operator in OPERATORS:
            own = [one for one in trials if (one.room, one.mutant.operator) == (room, operator)]
            if own:
                lines.append(f"{room:<12}{operator:<12}{_counts(own)}")
    lines.append(f"{'all':<24}{_counts(trials)}")
    killed = sum(trial.outcome in OUTCOMES[:2] for trial in trials)
    survivors = [trial for trial in trials if trial.outcome == "survived"]
    lines += [f"survived: {tell_mutant(trial.mutant)}" for trial in survivors]
    share = 100 * killed / len(trials) if trials else 100
    seconds = sum(trial.seconds for trial in trials) / max(1, len(trials))
    return [*lines, f"{killed} of {len(trials)} mutants killed ({share:.1f} %), {seconds:.0f} s for each"]


def _counts(trials: list[Trial]) -> str:
    found = Counter(trial.outcome for trial in trials)
    return f"{len(trials):>8}" + "".join(f"{found[name]:>13}" for name in OUTCOMES)


def main() -> int:
    """Print what became of the mutants. Returns 1 where one survived that is not known to be equivalent."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--mutants", type=int, default=200)
    parser.add_argument("--skip", type=int, default=0, help="leave so many of the drawn ones out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rooms", nargs="+", default=ROOMS, help="folders of workflow/aimed")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--checked", action="store_true", help="the tests are known to pass in a copy")
    chosen = parser.parse_args()
    equivalent = read_equivalent(ROOT)
    found = draw_mutants(ROOT, list(chosen.rooms), chosen.seed)
    drawn = list(enumerate(islice(found, chosen.skip, chosen.skip + chosen.mutants)))
    known = [Trial(room, one, "equivalent", "", 0) for _, (room, one) in drawn if one.key in equivalent]
    tried = [(number, room, one) for number, (room, one) in drawn if one.key not in equivalent]
    parts = [tried[part :: chosen.workers] for part in range(chosen.workers)]
    trials = []
    with ProcessPoolExecutor(chosen.workers, mp_context=get_context("spawn")) as pool:
        if not chosen.checked:
            pool.submit(prove_unchanged, ROOT, list(chosen.rooms)).result()
        for part in [pool.submit(try_part, ROOT, part) for part in parts]:
            trials += part.result()
    print("\n".join(tell_trials([*trials, *known])))
    return int(any(trial.outcome == "survived" for trial in trials))


if __name__ == "__main__":
    sys.exit(main())
