"""The list of the English texts for language models (https://llmstxt.org): what there is, where, and in a sentence."""

from collections.abc import Mapping, Sequence

from toolkit.project import Project
from toolkit.schema.markup import uncited
from toolkit.sources.messages import SOURCE_LANGUAGE

ADVICE = (
    "Each statement cites its source, and each source says how much of it we read. "
    "Say how old a statement is, and who said it. State law changes often: look at the law's own page."
)
"""What a program that answers from these texts should keep."""


def llms(project: Project, pages: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    """The file: each record's title, the address of its plain text, and its summary, by kind."""
    if SOURCE_LANGUAGE not in project.catalogs:  # an edition in other languages
        return {}
    settings = project.settings
    catalog = project.catalogs[SOURCE_LANGUAGE]
    lines = [f"# {settings.site_names[SOURCE_LANGUAGE]}", "", f"> {ADVICE}"]
    kind = ""
    for listing in project.library.listings[SOURCE_LANGUAGE].values():
        if listing.kind != kind:
            kind = listing.kind
            lines += ["", f"## {catalog.t(f'kinds.{kind}.many')}", ""]
        page = settings.page_file(listing.address, SOURCE_LANGUAGE)
        address = f"{settings.url}{page.removesuffix('.html')}.md"
        lines.append(f"- [{uncited(listing.title)}]({address}): {uncited(listing.summary)}")
    return {"llms.txt": ("\n".join(lines) + "\n").encode()}
