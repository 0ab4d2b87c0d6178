"""The tables of the two small studies are imported by their own name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
