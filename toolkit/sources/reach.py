"""How readers reach whoever runs the site, from `repo_url`, `site_author` and `extra: contact:` in mkdocs.yml."""

import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

MAIL = re.compile(r"[a-z0-9][\w.+-]*@[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+", re.I | re.A)
REPOSITORY = re.compile(r"https://[a-z0-9][a-z0-9.-]*(:\d+)?(/[\w.~-]+){2,}/?", re.I | re.A)
"""A repository's address: nothing in it needs to be escaped."""
FORGES = {
    "github": ("issues/new?title={title}&body={body}", "edit/main/{file}"),
    "gitlab": ("-/issues/new?issue[title]={title}&issue[description]={body}", "-/edit/main/{file}"),
    "codeberg": ("issues/new?title={title}&body={body}", "_edit/main/{file}"),
}
"""By a word in the host's name: the pages of a forge with a new issue and with a file to edit, filled in."""


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
            return f"{self.repository}/{self._forge[0].format(**filled)}"
        return (
            f"mailto:{self.mail}?subject={filled['title']}&body={filled['body']}"
            if self.mail
            else ""
        )

    def edit(self, file: str) -> str:
        """The address where a file of the toolkit can be edited; empty if there is none."""
        return f"{self.repository}/{self._forge[1].format(file=file)}" if self._forge else ""

    @property
    def _forge(self) -> tuple[str, ...]:
        host = urlsplit(self.repository).hostname or ""
        return next((pages for name, pages in FORGES.items() if name in host.split(".")), ())
