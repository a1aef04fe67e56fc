"""build_toolkit.py makes .venv, with a network or without one, from nothing but what the lock file names."""

import os
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from tests.builds import ROOT

WHEEL = "probe-1.0-py3-none-any.whl"
FILES = {
    "probe.py": "WORD = 'installed'",
    "probe-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: probe\nVersion: 1.0\n",
    "probe-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "probe-1.0.dist-info/RECORD": "".join(
        f"{name},,\n"
        for name in (
            "probe.py",
            *(f"probe-1.0.dist-info/{end}" for end in ("METADATA", "WHEEL", "RECORD")),
        )
    ),
}
COMMANDS = (
    "import probe\ndef main(arguments, root):\n    print(probe.WORD, *arguments)\n    return 0\n"
)
NO_NETWORK = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "1", "PIP_TIMEOUT": "1"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with our build_toolkit.py, whose lock file names one package: that in the folder `index`."""
    for folder in ("index", "toolkit"):
        (tmp_path / folder).mkdir()
    with zipfile.ZipFile(tmp_path / "index" / WHEEL, "w") as wheel:
        for name, text in FILES.items():
            wheel.writestr(name, text)
    digest = sha256((tmp_path / "index" / WHEEL).read_bytes()).hexdigest()
    (tmp_path / "requirements.lock").write_text(f"probe==1.0 --hash=sha256:{digest}\n")
    (tmp_path / "toolkit" / "__init__.py").touch()
    (tmp_path / "toolkit" / "cli.py").write_text(COMMANDS)
    shutil.copy(ROOT / "build_toolkit.py", tmp_path)
    return tmp_path


def run(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "build_toolkit.py", *arguments]
    outside = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PIP_", "PYTHONPATH"))
    }
    return subprocess.run(
        command,
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        env=outside | NO_NETWORK | environment,
    )


def test_what_was_gathered_is_installed_without_a_network(project: Path) -> None:
    gathered = run(
        project, "wheels", "for them", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(project / "index")
    )
    assert (gathered.returncode, gathered.stderr) == (0, "")
    assert "Install from there with: --wheels for them" in gathered.stdout
    assert [path.name for path in (project / "for them").iterdir()] == [WHEEL]
    done = run(project, "check", "--wheels", "for them", "--format", "json")
    assert (done.returncode, done.stdout) == (0, "installed check --format json\n"), done.stderr
    shutil.rmtree(project / "for them")
    assert run(project, "build").stdout == "installed build\n"


def test_without_a_network_the_message_says_what_failed_and_both_ways_out(project: Path) -> None:
    done = run(project)
    assert (done.returncode, done.stdout) == (2, "")
    for text in (
        "the packages in requirements.lock could not be installed.\npip could not reach its index of packages.\n",
        "With a network: see that this computer reaches pypi.org",
        "python3 build_toolkit.py wheels DIR --platform ",
        f"--python-version {sys.version_info[0]}.{sys.version_info[1]}\n",
        "add `--wheels DIR` to the command.",
    ):
        assert text in done.stderr
    assert run(project, "wheels").stderr.startswith("Name a folder")


def test_a_gathered_package_that_was_altered_is_not_installed(project: Path) -> None:
    with zipfile.ZipFile(project / "index" / WHEEL, "a") as wheel:
        wheel.writestr("evil.py", "")
    done = run(project, "--wheels", "index")
    assert done.returncode == 2
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert not list((project / ".venv").rglob("probe.py"))


PLANTED = (
    "hashlib",
    "importlib",
    "os",
    "pathlib",
    "pip",
    "probe",
    "re",
    "subprocess",
    "sysconfig",
    "venv",
    "zipfile",
)


def test_no_module_that_lies_beside_it_runs_in_place_of_pythons_own_or_an_installed_one(
    project: Path,
) -> None:
    for name in PLANTED:
        (project / f"{name}.py").write_text(
            f"open({str(project / 'ran')!r}, 'a').write({name!r} + ' ')"
        )
    for _ in ("with the installation", "without"):
        done = run(project, "check", "--wheels", "index")
        assert (done.returncode, done.stdout) == (0, "installed check\n"), done.stderr
    assert not (project / "ran").exists()
