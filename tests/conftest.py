"""Sites built once for all tests: the sample's, and the real one."""

import shutil
from pathlib import Path

import pytest

from toolkit import front_door

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests" / "sample"


def built(root: Path, out: Path) -> Path:
    """The folder that holds `site`, `pages` and `offline` of a toolkit."""
    assert front_door.build(root, out) == 0
    return out


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(SAMPLE, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(ROOT, tmp_path_factory.mktemp("real"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sample's records, to change."""
    place = tmp_path / "toolkit"
    shutil.copytree(SAMPLE, place)
    config = (place / "mkdocs.yml").read_text().replace("../../mkdocs.yml", str(ROOT / "mkdocs.yml"))
    (place / "mkdocs.yml").write_text(config)
    return place
