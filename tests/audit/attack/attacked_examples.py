"""Take each documented example into a copy of the study, make its numbers, and attack its hidden counts.

For `make audit`: returns 1 where public numbers bound a hidden count more tightly than the ledger says.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[3]
COMMAND = re.compile(r"^aimed (cohort new (\S+) --survey docs/examples/(\S+?)/.*)$", re.M)
AIMED = Path(sys.executable).with_name("aimed")


def attack_example(study: Path, words: str, cohort: str, example: str) -> subprocess.CompletedProcess[str]:
    """Return how the attack ended on a copy of the study, at `study`, with an example in it."""
    subprocess.run(["git", "clone", "-q", ROOT, study], check=True)
    subprocess.run([AIMED, *words.split()], cwd=study, check=True, capture_output=True)
    folder = study / "docs/examples" / example
    for file in [*sorted((folder / "finished").iterdir()), *folder.glob("raw/roster.csv")]:
        shutil.copy(file, study / "data/cohorts" / cohort)
    subprocess.run([AIMED, "build", "--target", "numbers"], cwd=study, check=True, capture_output=True)
    return subprocess.run([AIMED, "attack"], cwd=study, check=False, capture_output=True, text=True)


def main() -> int:
    """Print what the attack found with each example."""
    code = 0
    page = (ROOT / "docs/adding-a-cohort.md").read_text(encoding="utf-8")
    for words, cohort, example in COMMAND.findall(page):
        with tempfile.TemporaryDirectory() as folder:
            done = attack_example(Path(folder) / "study", words, cohort, example)
        print(f"with {cohort}: {done.stdout}{done.stderr}", flush=True)
        code = code or done.returncode
    return code


if __name__ == "__main__":
    sys.exit(main())
