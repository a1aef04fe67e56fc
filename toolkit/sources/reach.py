"""How readers reach whoever runs the site, from `repo_url`, `site_author` and `extra: contact:` in mkdocs.yml."""

import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

MAIL = re.compile(r"[a-z0-9][\w.+-]*@[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+", re.I | re.A)
REPOSITORY = re.compile(r"https://[a-z0-9][a-z0-9.-]*(:\d+)?(/[\w.~-]+){2,}/?", re.I | re.A)
"""A repository's address: nothing in it needs to be escaped."""


class Forge(NamedTuple):
    """The pages of a place for repositories, behind the address of a repository."""

    new_issue: str
    """A new issue, filled in."""
    edited_file: str
    """A file to edit."""
    new_file: str
    """A new file, its name and text filled in; without `{text}` where the forge takes only the name."""


FORGES = {
    "github": Forge(
        new_issue="issues/new?title={title}&body={body}",
        edited_file="edit/main/{file}",
        new_file="new/main/{folder}?filename={name}&value={text}",
    ),
    "gitlab": Forge(
        new_issue="-/issues/new?issue[title]={title}&issue[description]={body}",
        edited_file="-/edit/main/{file}",
        # Its editor ignores a text in the address: https://gitlab.com/gitlab-org/gitlab/-/work_items/594214
        new_file="-/new/main/{folder}?file_name={name}",
    ),
    "codeberg": Forge(
        new_issue="issues/new?title={title}&body={body}",
        edited_file="_edit/main/{file}",
        # https://github.com/go-gitea/gitea/pull/16556
        new_file="_new/main/{folder}?filename={name}&value={text}",
    ),
}
"""By a word in the host's name."""


class Reach(NamedTuple):
    """Where a report goes; all empty if it is not set."""

    who: str = ""
    mail: str = ""
    repository: str = ""

    @property
    def is_set(self) -> bool:
        """Whether a report has an address."""
        return bool(self.mail or self._forge)

    def report(self, title: str, body: str) -> str:
        """The address of a new issue, or else of a mail, filled in; empty if there is neither."""
        filled = {"title": quote(title, safe=""), "body": quote(body, safe="")}
        if self._forge:
            return f"{self.repository}/{self._forge.new_issue.format(**filled)}"
        if self.mail:
            return f"mailto:{self.mail}?subject={filled['title']}&body={filled['body']}"
        return ""

    def edit(self, file: str) -> str:
        """The address where a file of the toolkit can be edited; empty if there is none."""
        if not self._forge:
            return ""
        return f"{self.repository}/{self._forge.edited_file.format(file=file)}"

    @property
    def new_file(self) -> str:
        """The address of a new file with `{folder}`, `{name}` and mostly `{text}` to fill in; empty without a forge."""
        return f"{self.repository}/{self._forge.new_file}" if self._forge else ""

    @property
    def _forge(self) -> Forge | None:
        """The forge that has the repository, if it is one of those whose addresses we know."""
        host = urlsplit(self.repository).hostname or ""
        for name, forge in FORGES.items():
            if name in host.split("."):
                return forge
        return None
