"""The libraries of an installation, with their versions and the hashes that are locked: CycloneDX, from the lock file.

`python tools/sbom.py FILE`. Nothing is downloaded; Égide itself is the component that they make up.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
LOCK = ROOT / "requirements" / "runtime.txt"


def main(target: Path) -> None:
    """Write the file. Raises CalledProcessError."""
    words = ["requirements", "--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", str(LOCK)]
    command = [sys.executable, "-m", "cyclonedx_py", *words]
    made = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
    sys.path.insert(0, str(ROOT))
    import egide

    made["metadata"]["component"]["version"] = egide.__version__
    for component in (*made["components"], *made["metadata"]["tools"]["components"]):
        component.pop("externalReferences", None)  # where packages are looked for is not ours to say
    for component in made["components"]:
        locked = _HASH.findall(component.pop("description"))
        component["hashes"] = [{"alg": "SHA-256", "content": found} for found in sorted(locked)]
    target.write_text(json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(made['components'])} libraries in {target}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
