"""What `pip install .` puts on a server is the whole program: its pages, its scripts, its tables."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_READ = {".pyc", ".po"}
BUILD = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The files of the package, as the wheel made from a copy of the project holds them."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        shutil.copy(ROOT / name, copy)
    shutil.copytree(ROOT / "egide", copy / "egide", ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run([sys.executable, "-c", BUILD, "dist"], cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [wheel] = (copy / "dist").glob("*.whl")
    return {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("egide/")}


def test_every_file_of_the_program_is_installed(installed):
    files = [file for file in (ROOT / "egide").rglob("*") if file.is_file() and file.suffix not in NOT_READ]
    assert len(files) > 500
    assert installed == {str(file.relative_to(ROOT)) for file in files}
