"""The list of libraries says what is locked: all of it, with its hashes, and no address of anything."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_list_is_that_of_the_lock(tmp_path):
    subprocess.run([sys.executable, "tools/sbom.py", str(tmp_path / "sbom.json")], cwd=ROOT, check=True)
    text = (tmp_path / "sbom.json").read_text(encoding="utf-8")
    told = json.loads(text)
    locked = re.findall(
        r"^([\w.-]+)(?:\[[^]]*\])?==(\S+)", (ROOT / "requirements/runtime.txt").read_text("utf-8"), re.MULTILINE
    )
    assert {(c["name"], c["version"]) for c in told["components"]} == set(locked)
    assert all(c["hashes"] for c in told["components"])
    assert told["metadata"]["component"]["name"] == "egide"
    assert not any(host in text for host in ("pypi" + ".org", "python" + "hosted"))
