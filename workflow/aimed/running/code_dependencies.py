"""Which files and package versions a step depends on, so that editing one re-runs exactly its users."""

import functools
import os
import platform
import re
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from aimed.files.digests import digest_file, digest_text

DISTRIBUTIONS = {
    "docx": "python-docx",
    "pypandoc": "pypandoc-binary",
    "yaml": "pyyaml",
}  # import name -> package, where they differ
REQUIRED = re.compile(r"[\w.-]+")  # the name at the start of a requirement
EXTRA = re.compile(r";.*\bextra\s*==")  # one that is only asked for by name
# one import in a line, as the linter has it; a test holds it to Python's own parser
IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<module>[.\w]+)[ \t]+import[ \t]*(?:\((?P<listed>[^)]*)\)|(?P<names>[^\n]*))"
    r"|import[ \t]+(?P<plain>[.\w]+))",
    re.MULTILINE,
)
BEGIN = re.compile(r"\n[ \t]*(?:from|import)[ \t]")  # of a line that may be one; the quicker to look for
NAME = re.compile(r"\s*\w+")
COMMENT = re.compile(r"#.*")
RULE = re.compile(r"^(?=(?:use )?rule \w)", re.MULTILINE)  # where one begins
ROOT = Path("workflow")  # relative: a moved checkout stays "Nothing to be done"


def sources_of(module: str) -> list[str]:
    """Return every file below ROOT that `module` imports, directly or not, itself included.

    What a module knows may lie beside it in YAML under its own name, and counts too.

    Raises ModuleNotFoundError when `module` is not a file below ROOT, ValueError on a relative import.
    """
    start = _file_of(module)
    if start is None:
        raise ModuleNotFoundError(f"{module} is not below {ROOT}/")
    found: set[Path] = set()
    waiting = [start]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += _imported(file)
    return sorted(name for path in found for name in _with_data(path))


def code_of(module: str) -> str:
    """Return what a step's results depend on besides its inputs, one text for `params:`.

    That is the digest of every file of the package that it imports, and the versions of the rest.
    """
    return f"{digest_code(module)} {versions_of(module)}"


def digest_code(module: str) -> str:
    """Return one sha256 of every file of the package that a step imports, and of the rules that run it.

    Snakemake compares a rule with the one that ran only where it has notes of each output: not of a new one.
    """
    rules = [rule for rule in _list_rules() if f'code_of("{module}")' in rule]
    return digest_text(" ".join([*map(_digest, sources_of(module)), *rules]))


def versions_of(module: str) -> str:
    """Return the versions of Python and of all that a step imports, one text.

    These are the third-party packages that its files import, and the installed ones that those require.
    """
    names = {name.split(".")[0] for name in list_foreign(module)}
    waiting = [package for name in names for package in _distributions(name)]
    versions: dict[str, str] = {"python": platform.python_version()}
    while waiting:
        package = waiting.pop()
        if package not in versions and (found := _installed(package)):
            versions[package] = found[0]
            waiting += found[1:]
    return " ".join(sorted(f"{package}=={version}" for package, version in versions.items()))


def list_foreign(module: str) -> set[str]:
    """Return what a step imports, directly or not, of third-party packages: modules, and names in them."""
    names = {name for file in sources_of(module) for name in list_imports(Path(file))}
    own = {"aimed", *sys.stdlib_module_names}
    return {name for name in names if name.partition(".")[0] not in own}


@functools.cache
def list_installed() -> frozenset[str]:
    """Return Python and all installed packages as `name==version`, by the names of their folders alone."""
    places = {sysconfig.get_paths()[kind] for kind in ("purelib", "platlib")}
    names = [path.stem.split("-") for place in places for path in Path(place).glob("*.dist-info")]
    found = {f"{_plain(name)}=={version}" for name, version in names}
    return frozenset({f"python=={platform.python_version()}", *found})


@functools.cache
def _list_rules() -> tuple[str, ...]:
    """Return the text of each rule of the study."""
    texts = [file.read_text(encoding="utf-8") for file in sorted((ROOT / "rules").glob("*.smk"))]
    return tuple(rule for text in texts for rule in RULE.split(text))


@functools.cache
def _digest(file: str) -> str:
    return f"{file} {digest_file(Path(file))}"


@functools.cache
def _installed(package: str) -> tuple[str, ...]:
    """Return the version of a package and the names of those it requires; nothing where it is absent."""
    import importlib.metadata  # and of e-mail with it; only what writes versions down needs it

    try:
        found = importlib.metadata.distribution(package)
    except importlib.metadata.PackageNotFoundError:
        return ()
    required = [line for line in found.requires or () if not EXTRA.search(line)]
    return found.version, *(_plain(REQUIRED.match(line)[0]) for line in required)  # type: ignore[index]


def _plain(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


@functools.cache
def _distributions(name: str) -> tuple[str, ...]:
    """Return the packages that an import name belongs to; reading the lists of all is the slow way."""
    import importlib.metadata

    try:
        return (_plain(importlib.metadata.metadata(DISTRIBUTIONS.get(name, name))["Name"]),)
    except importlib.metadata.PackageNotFoundError:
        return tuple(sorted({_plain(package) for package in _all_packages().get(name, [])}))


@functools.cache
def _all_packages() -> dict[str, list[str]]:
    import importlib.metadata

    return dict(importlib.metadata.packages_distributions())


@functools.cache
def _file_of(module: str) -> Path | None:
    path, there = f"{ROOT.as_posix()}/{module.replace('.', '/')}", _list_files(os.getcwd())
    return next((Path(f) for f in (f"{path}.py", f"{path}/__init__.py") if f in there), None)


@functools.cache
def _list_files(study: str) -> frozenset[str]:
    """Return the files below ROOT: to ask for each whether it is there takes ten times as long."""
    folders = os.walk(ROOT)
    return frozenset(
        f"{folder}/{name}".replace(os.sep, "/") for folder, _, names in folders for name in names
    )


@functools.cache
def _imported(file: Path) -> list[Path]:
    """Return the files below ROOT that a file imports, each once."""
    return list(dict.fromkeys(found for name in list_imports(file) if (found := _file_of(name))))


@functools.cache
def _with_data(file: Path) -> list[str]:
    """Return a file, and the YAML that lies beside it under its own name."""
    return [path.as_posix() for path in (file, file.with_suffix(".yaml")) if path.exists()]


def _find_imports(text: str) -> Iterator[re.Match[str]]:
    for begin in BEGIN.finditer(f"\n{text}"):
        if found := IMPORT.match(text, begin.start()):
            yield found


@functools.cache
def list_imports(file: Path) -> list[str]:
    """Return what a file imports, read line by line: Python's parser takes twenty times as long."""
    text = file.read_text(encoding="utf-8")
    names: list[str] = []
    for found in _find_imports(text):
        module, listed = found["module"] or found["plain"], found["listed"] or found["names"]
        if module.startswith("."):
            line = text.count("\n", 0, found.start()) + 1
            raise ValueError(f"{file}:{line}: relative import; write it in full")
        named = [NAME.match(part) for part in COMMENT.sub("", listed or "").split(",")]
        names += [module, *(f"{module}.{name[0].strip()}" for name in named if name)]
    return names
