"""Where reports go: by what mkdocs.yml names, and never where a hostile value leads."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.builds import copy_sample
from toolkit.sources.config import read_settings
from toolkit.sources.reach import Reach

GITLAB = ("issue[title]", "issue[description]")
FILE = "practices/practice/id-night.yml"


@pytest.mark.parametrize(
    ("repository", "issue", "edit", "names"),
    [
        ("https://github.com/a/b", "/a/b/issues/new", f"/a/b/edit/main/{FILE}", ("title", "body")),
        ("https://gitlab.com/g/a/b", "/g/a/b/-/issues/new", f"/g/a/b/-/edit/main/{FILE}", GITLAB),
        ("https://gitlab.example.gov/a/b", "/a/b/-/issues/new", f"/a/b/-/edit/main/{FILE}", GITLAB),
        ("https://codeberg.org/a/b", "/a/b/issues/new", f"/a/b/_edit/main/{FILE}", ("title", "body")),
    ],
)  # fmt: skip
def test_each_forge_opens_a_filled_in_issue_and_the_file(
    repository: str, issue: str, edit: str, names: tuple[str, str]
) -> None:
    reach = Reach(repository=repository, mail="toolkit@example.org")
    address = urlsplit(reach.report("Wrong & missing?", "https://x.example/a.html#b"))
    assert f"{address.scheme}://{address.netloc}" == repository.rpartition(issue.split("/")[1])[
        0
    ].rstrip("/")
    assert address.path == issue
    assert parse_qs(address.query) == dict(
        zip(names, (["Wrong & missing?"], ["https://x.example/a.html#b"]), strict=True)
    )
    assert reach.edit(FILE).endswith(edit)


def test_without_a_forge_a_mail_is_begun_and_without_both_nothing() -> None:
    reach = Reach(mail="toolkit@example.org", repository="https://example.org/a/b")
    assert (
        reach.report("A & b", "c\nd") == "mailto:toolkit@example.org?subject=A%20%26%20b&body=c%0Ad"
    )
    assert reach.edit(FILE) == ""
    assert (Reach().report("a", "b"), Reach().is_set) == ("", False)


HOSTILE = (
    "repo_url: javascript:alert(1)//github.com/a/b",
    "repo_url: https://github.com@evil.example/a/b",
    "repo_url: http://github.com/a/b",
    'repo_url: https://github.com/a/b?"onclick=x',
    "repo_url: https://github.com/{0.__class__}/b",
    "extra: {contact: 'a@b.example?bcc=spy@evil.example'}",
    "extra: {contact: 'javascript:alert(1)'}",
    "extra: {contact: '\"><script>@b.example'}",
)


@pytest.mark.parametrize("setting", HOSTILE)
def test_a_hostile_address_is_refused_in_its_line(setting: str, tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    with (root / "mkdocs.yml").open("a") as file:
        file.write(f"\n{setting}\n")
    [problem] = read_settings(root).diagnostics
    assert problem.field == ("repo_url" if setting.startswith("repo") else "extra.contact")
