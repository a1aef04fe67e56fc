"""Sites built once for all tests: the sample's, and the real one."""

import shutil
import signal
from pathlib import Path

import pytest

from toolkit import front_door
from toolkit.pages import pages
from toolkit.read import read
from toolkit.stage import source

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests" / "sample"
signal.signal(signal.SIGINT, signal.default_int_handler)  # which shells let what runs in the background ignore


def built(root: Path, out: Path) -> Path:
    """The folder that holds `site` and `offline` of a toolkit."""
    assert front_door.pack(root, out) == 0
    return out


def written(root: Path) -> dict[str, str]:
    """The pages of a toolkit as Markdown, by name: `es/practices/id-night`."""
    found = read(root)
    assert not found.problems
    first = found.settings.languages[0]
    made = pages(found.toolkit, found.strings.words, found.strings.lists, found.sizes, found.hand)
    return {source(page, first).removesuffix(".md"): page.text for page in made}


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(SAMPLE, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(ROOT, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def sample_pages() -> dict[str, str]:
    return written(SAMPLE)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sample's records, to change."""
    place = tmp_path / "toolkit"
    shutil.copytree(SAMPLE, place)
    config = (place / "mkdocs.yml").read_text().replace("../../mkdocs.yml", str(ROOT / "mkdocs.yml"))
    (place / "mkdocs.yml").write_text(config)
    return place


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The program itself, to change."""
    place = tmp_path / "program"
    for name in ("toolkit", "web"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("build_toolkit.py", "requirements.lock"):
        shutil.copy(ROOT / name, place / name)
    return place


def flipped(content: bytes, at: int) -> bytes:
    """The same with one byte damaged."""
    return content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
