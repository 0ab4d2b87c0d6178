import shutil
import sqlite3
from pathlib import Path

import pytest


@pytest.fixture
def alter(tmp_path):
    """Return what copies a database and runs statements on the copy."""

    def run(source: Path, *statements: str) -> Path:
        path = Path(shutil.copy(source, tmp_path))
        with sqlite3.connect(path) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()
        return path

    return run
