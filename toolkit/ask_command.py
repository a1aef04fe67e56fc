"""The command `ask`: prints the letters that ask agencies whether their pages are right."""

from toolkit.console import DONE, MISTAKES, cannot
from toolkit.diagnostics import nearest
from toolkit.options import Options
from toolkit.pages.asking import letter
from toolkit.project import Project, load_project
from toolkit.reporting import report
from toolkit.schema import Key
from toolkit.schema.parts import ContactPoint
from toolkit.schema.records import Agency, Practice
from toolkit.sources.messages import SOURCE_LANGUAGE

RULE = "-" * 72
"""Between letters."""


def ask(options: Options) -> int:
    """Print the letters about these records, or about all practices and agencies that nobody has confirmed."""
    cache = options.out / ".cache"
    project = load_project(options.root, cache if cache.is_dir() else None, is_reviewed=False)
    if project.diagnostics:
        return report(project.diagnostics, options)
    records = _unconfirmed(project)
    if options.records:
        records = {}
        for name in options.records:
            kind, _, id = name.partition("/")
            record = project.library.records.get((kind, id))
            if not isinstance(record, Agency | Practice):
                return _no_such_record(project, name)
            records[record.key] = record
    letters = [_printed(project, record) for record in records.values()]
    print(f"\n{RULE}\n\n".join(letters) or "Everybody has been asked and has answered.")
    return DONE


def _unconfirmed(project: Project) -> dict[Key, Agency | Practice]:
    """The practices and agencies without an answer."""
    records: dict[Key, Agency | Practice] = {}
    for key, record in project.library.records.items():
        if isinstance(record, Agency | Practice) and not record.confirmed:
            records[key] = record
    return records


def _no_such_record(project: Project, name: str) -> int:
    names = ["/".join(key) for key in _unconfirmed(project)]
    likely = nearest(name, names)
    hint = f" Did you mean `{likely}`?" if likely else " Name it like `practice/id-night`."
    cannot("ask", f"there is no practice or agency `{name}`.{hint}")
    return MISTAKES


def _printed(project: Project, record: Agency | Practice) -> str:
    """A letter, with where it could be sent to."""
    asked = letter(project.catalogs[SOURCE_LANGUAGE], record, project.settings)
    contacts = [f"{point.what}: {point.at}" for point in _contacts(project, record)]
    to = "; ".join(contacts) or "no contact is known"
    return f"To: {to}\nSubject: {asked.subject}\n\n{asked.text}\n"


def _contacts(project: Project, record: Agency | Practice) -> list[ContactPoint]:
    """How to reach the agencies of a record."""
    ids = [record.id] if isinstance(record, Agency) else record.agencies
    points: list[ContactPoint] = []
    for id in ids:
        agency = project.library.records["agency", id]
        if isinstance(agency, Agency):
            points += agency.contact
    return points
