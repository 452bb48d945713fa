"""`python -m benchmarks`: every script of this folder, one process each, so that memory is measured apart."""

import subprocess
import sys
from pathlib import Path

SCRIPTS = sorted(path for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))


def main() -> int:
    """Run the scripts named on the command line, or all; the worst exit code."""
    asked = set(sys.argv[1:])
    worst = 0
    for script in SCRIPTS:
        if not asked or script.stem in asked:
            print(f"\n== {script.stem}", flush=True)
            worst = max(
                worst, subprocess.run([sys.executable, "-m", f"benchmarks.{script.stem}"], check=False).returncode
            )
    return worst


if __name__ == "__main__":
    sys.exit(main())
