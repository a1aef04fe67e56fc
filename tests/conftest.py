"""Sites built once for all tests, and copies to edit."""

import shutil
import signal
from pathlib import Path

import pytest

from tests.builds import (
    ROOT,
    SAMPLE,
    STABLE_AFTER,
    copy_sample,
    pack,
    shared_folder,
    wait_for_stable_times,
)
from tests.golden import markdown_pages
from toolkit.build.output import build_lock


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all",
        action="store_true",
        help="also run the tests of the real toolkit, which take minutes",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without `--all`, leave out every test of the real toolkit."""
    if config.getoption("--all"):
        return
    left_out = [item for item in items if _is_of_the_real_toolkit(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _is_of_the_real_toolkit(item: pytest.Item) -> bool:
    """Whether a test takes the fixture `real`, itself, by another fixture or as a parameter."""
    if not isinstance(item, pytest.Function):
        return False
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return (
        "real" in item.fixturenames
        or "real" in parameters
        or item.get_closest_marker("real") is not None
    )


signal.signal(
    signal.SIGINT, signal.default_int_handler
)  # which shells make background processes ignore


def _packed_once(root: Path, name: str, base: Path) -> Path:
    """The folder with a toolkit's `site` and `offline`, built by whichever test process needs it first."""
    out = shared_folder(base) / name
    with build_lock(out / "lock", lambda: None):
        if not (out / "offline" / "toolkit.zip").is_file():  # which is written last
            pack(root, out)
    return out


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, built and packed. Not to be changed."""
    return _packed_once(SAMPLE, "sample", tmp_path_factory.getbasetemp())


@pytest.fixture(autouse=True)
def _modern_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits as long as a disk needs that keeps every other second only."""
    monkeypatch.setattr("toolkit.fingerprint.STABLE_AFTER", STABLE_AFTER)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real toolkit, built and packed. Not to be changed. Tests of it run only with `--all`."""
    return _packed_once(ROOT, "real", tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def sample_pages() -> dict[str, str]:
    """The sample's pages as Markdown, by name: `es/practices/id-night`."""
    return markdown_pages(SAMPLE)


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with its built site, of which `built_copy` gives copies. Not to be changed."""
    root = copy_sample(tmp_path_factory.mktemp("built"))
    pack(root, root / "build")
    return root


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sample, to edit; not built yet."""
    return copy_sample(tmp_path)


@pytest.fixture
def built_copy(built_sample: Path, tmp_path: Path) -> Path:
    """The sample with its built site, to edit."""
    root = tmp_path / "toolkit"
    shutil.copytree(built_sample, root)
    wait_for_stable_times()
    return root


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The program, to edit."""
    folder = tmp_path / "program"
    for name in ("toolkit", "web"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder
