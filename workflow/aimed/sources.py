"""Which files and package versions a step depends on, so that editing one re-runs exactly its users."""

import ast
import functools
import importlib.metadata
import platform
import re
import sys
from collections.abc import Iterator
from pathlib import Path

DISTRIBUTIONS = {
    "docx": "python-docx",
    "pypandoc": "pypandoc-binary",
    "yaml": "pyyaml",
}  # import name -> package, where they differ
REQUIRED = re.compile(r"[\w.-]+")  # the name at the start of a requirement
EXTRA = re.compile(r";.*\bextra\s*==")  # one that is only asked for by name
ROOT = Path("workflow")  # relative: a moved checkout stays "Nothing to be done"


def sources_of(module: str) -> list[str]:
    """Return every file below ROOT that `module` imports, directly or not, itself included.

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
            waiting += [f for name in _imports(file) if (f := _file_of(name))]
    return sorted(path.as_posix() for path in found)


def versions_of(module: str) -> str:
    """Return the versions of Python and of all that a step imports, one text for `params:`.

    These are the third-party packages that its files import, and the installed ones that those require.
    """
    names = {name.split(".")[0] for file in sources_of(module) for name in _imports(Path(file))}
    waiting = [
        p for n in names if n not in sys.stdlib_module_names and n != "aimed" for p in _distributions(n)
    ]
    versions: dict[str, str] = {"python": platform.python_version()}
    while waiting:
        package = waiting.pop()
        if package not in versions and (found := _installed(package)):
            versions[package] = found[0]
            waiting += found[1:]
    return " ".join(sorted(f"{package}=={version}" for package, version in versions.items()))


@functools.cache
def _installed(package: str) -> tuple[str, ...]:
    """Return the version of a package and the names of those it requires; nothing where it is absent."""
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
    try:
        return (_plain(importlib.metadata.metadata(DISTRIBUTIONS.get(name, name))["Name"]),)
    except importlib.metadata.PackageNotFoundError:
        return tuple(sorted({_plain(package) for package in _all_packages().get(name, [])}))


@functools.cache
def _all_packages() -> dict[str, list[str]]:
    return dict(importlib.metadata.packages_distributions())


@functools.cache
def _file_of(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    return next((f for f in (path.with_suffix(".py"), path / "__init__.py") if f.exists()), None)


@functools.cache
def _imports(file: Path) -> list[str]:
    names: list[str] = []
    for node in _statements(ast.parse(file.read_text(encoding="utf-8")).body):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level or node.module is None:
                raise ValueError(f"{file}:{node.lineno}: relative import; write it in full")
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield all statements, those inside others too; expressions hold no imports and are not looked into."""
    for node in body:
        yield node
        for part in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(node, part, []))
        for inner in (*getattr(node, "handlers", []), *getattr(node, "cases", [])):
            yield from _statements(inner.body)
