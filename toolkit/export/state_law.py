"""What the law of each state comes to, as a script a language: web/state.js shows it on pages that law bears on."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from toolkit.pages.context import PageContext
from toolkit.project import Project
from toolkit.rereading import law_day
from toolkit.schema.law import Law
from toolkit.search.messages import message, shown_text
from toolkit.sources.messages import SOURCE_LANGUAGE

FOLDER = "law"
WORDS = ("law.none", "law.notice", "law.late", "page.checked")


def state_law(project: Project, pages: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    """The files by name in the site: `law/en.js`."""
    return {
        f"{FOLDER}/{language}.js": b"stateLaw(%b)\n" % orjson.dumps(_content(project, language))
        for language in project.catalogs
    }


def _content(project: Project, language: str) -> dict[str, Any]:
    catalog = project.catalogs[language]
    page = PageContext(
        "",
        catalog,
        SOURCE_LANGUAGE,
        project.vocabularies,
        project.library.listings[language],
        home_language=project.settings.home_language,
    )
    labels = {
        name: {id: message(catalog, f"lists.{name}.{id}") for id in project.vocabularies[name]}
        for name in ("law_topic", "standing")
    }
    states: dict[str, Any] = {}
    for record in project.library.of_kind("law"):
        law = project.library.localized(language, record.key)
        if isinstance(law, Law):
            states[law.id] = _state(page, law)
    words = {key: message(catalog, key) for key in WORDS}
    return {"labels": labels, "states": states, "words": words}


def _state(page: PageContext, law: Law) -> dict[str, Any]:
    """The title of a state's law, the language of its page, its days, and its statements in short."""
    due = law_day(law)
    return {
        "title": shown_text(page.meta(law.title)),
        "isElsewhere": page.language_of(page.listings[law.key]) != page.language,
        "checked": page.date(law.checked) if law.checked else "",
        "due": due,
        "dueDate": page.date(due) if due else "",
        "lines": [
            [statement.topic, statement.shown_standing, shown_text(page.meta(statement.short))]
            for statement in law.statements
        ],
    }
