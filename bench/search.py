"""Asks this search, MiniSearch, lunr and Pagefind the same questions in Chromium: `python3 -m bench.search`.

Prints the relevance of the results, and the kilobytes and milliseconds of a question; `--write` puts that into
bench/SEARCH.md.
"""

import argparse
import html
import math
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import mean, median

import yaml
from playwright.sync_api import Page
from pyromark import Markdown, Options

from bench import peers
from bench.browser import MISSING, chromium_page, served
from bench.generated import ROOT, generate
from toolkit.schema import KINDS

HERE = Path(__file__).parent
RELEVANCE = ROOT / "tests" / "relevance"
FIND = "([name, query, number]) => engines[name].ask(query, number)"
TIME = "([name, query, number]) => timed(engines[name], query, number)"
SCORES: tuple[Callable[[float], float], ...] = (
    lambda rank: rank == 1,
    lambda rank: rank <= 5,
    lambda rank: 1 / rank,
)
Document = dict[str, str]
LANGUAGES = ["en", "es"]
OURS = ("this search", "without synonyms and corrections")
NPM = ("minisearch", "lunr", "pagefind")
PACKAGES = {"MiniSearch": "minisearch/dist/umd/index.js", "lunr": "lunr/lunr.js"}
"""Of those whose index is one file, the script in its package."""
SCRIPTS = {
    **dict.fromkeys(OURS, "web/search*.js"),
    **{name: f"{name}.js" for name in PACKAGES},
    "Pagefind": "",
}
"""Of each search, the script to load before it can be opened."""
TURNS = 3
SHOWN = 10
JUDGED = 40
"""Results that are looked at for their relevance."""
MARKDOWN = Markdown(options=Options.ENABLE_TABLES | Options.ENABLE_HEADING_ATTRIBUTES)
ASK = '<!doctype html><html lang="en"><meta charset="utf-8"><script src="/ask.js"></script>'
BARE = (
    '<!doctype html><html lang="{}"><title>{}</title><main data-pagefind-body><h1>{}</h1>{}</main>'
)
REPORT = """# The search

| language | search | h@1 | h@5 | MRR | first | requests | further | warm |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
{rows}

{date}. With {versions}; {number:,} pages a language.

- **h@1, h@5, MRR**: the questions of `tests/relevance/unseen.yml` with a fair answer first, or among the first five,
  and the mean reciprocal rank. Their author knew neither the engine nor the synonyms.
- **First**: kilobytes after gzip of scripts, index and ten results for one question, and the **requests** for them;
  **further**: the mean of the rest.
- **Without synonyms and corrections**: the same search, asked for the typed words only.
- **Warm**: median milliseconds of a question asked before, with ten results; ours and Pagefind's count facets, too.
- MiniSearch is set to fuzzy 0.2, prefixes, title × 3 and summary × 2; lunr to the same titles and summaries, with its
  English stemmer, and asked without operators; Pagefind is as it comes.
"""


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(prog="bench.search", description=__doc__)
    parser.add_argument(
        "--records", type=int, help="ask a made-up toolkit of that size, without relevance"
    )
    parser.add_argument(
        "--program", type=Path, default=ROOT, help="another checkout of this project"
    )
    parser.add_argument("--write", action="store_true", help="write bench/SEARCH.md")
    options = parser.parse_args()
    if MISSING:
        raise SystemExit(MISSING[0])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        scratch, root = Path(name), ROOT
        if options.records:
            root = scratch / "toolkit"
            generate(root, options.records, only=LANGUAGES)
        program = [sys.executable, str(options.program / "build_toolkit.py")]
        subprocess.run(
            [*program, "build", "--root", str(root), "--out", str(scratch / "build")], check=True
        )
        subprocess.run([*program, "pages", str(scratch / "pages"), "--root", str(root)], check=True)
        report = measured(scratch / "build" / "site", scratch / "pages", has_relevance=root == ROOT)
    print(report)
    if options.write:
        (HERE / "SEARCH.md").write_text(report, "utf-8")


def measured(site: Path, pages: Path, has_relevance: bool) -> str:
    """The report; what the others need is put beside the site."""
    (site / "ask.html").write_text(ASK, "utf-8")
    shutil.copy(HERE / "search.js", site / "ask.js")
    documents = {language: list(exported(pages, language)) for language in LANGUAGES}
    names, versions = list(OURS), "the others skipped, as npm or a network is missing"
    if modules := peers.npm_packages(site.parent / "npm", *NPM):
        names = list(SCRIPTS)
        versions = ", ".join(f"{name} {peers.npm_version(modules, name)}" for name in NPM)
        add_peers(site, documents, modules)
    rows = []
    for language in LANGUAGES:
        queries, answers = (
            judgments(language) if has_relevance else (two_words(documents[language]), [])
        )
        for name in names:
            results, figures = asked(site, name, language, queries)
            rows.append([language, name, *relevance(results, answers), *figures])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return REPORT.format(
        rows=table, date=date.today(), versions=versions, number=len(documents["en"])
    )


def exported(pages: Path, language: str) -> Iterator[Document]:
    """Path, title, summary, HTML and text of every record's page."""
    for address in sorted({kind.address for kind in KINDS.values()}):
        for file in sorted((pages / language / address).glob("*.md")):
            front, body = file.read_text("utf-8").removeprefix("---\n").split("\n---\n", 1)
            meta = yaml.load(front, yaml.CSafeLoader)
            content = MARKDOWN.html(body)
            document = {
                "path": f"{address}/{file.stem}",
                "title": meta["title"],
                "summary": meta["description"],
            }
            yield document | {
                "html": content,
                "text": html.unescape(re.sub(r"<[^>]+>", " ", content)),
            }


def add_peers(site: Path, documents: dict[str, list[Document]], modules: Path) -> None:
    """The indexes of the others."""
    for name, script in PACKAGES.items():
        shutil.copy(modules / script, site / f"{name}.js")
    bare = site.parent / "bare"
    for language, pages in documents.items():
        for page in pages:
            file = bare / language / f"{page['path']}.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            title = html.escape(page["title"])
            file.write_text(BARE.format(language, title, title, page["html"]), "utf-8")
        for name in PACKAGES:
            with opened(site, name) as (browser, _):
                index = browser.evaluate(
                    "([name, documents]) => indexes[name](documents)", [name, pages]
                )
            (site / f"{name}-{language}.json").write_text(index, "utf-8")
    command = [
        peers.pagefind(modules),
        "--silent",
        "--site",
        str(bare),
        "--output-path",
        str(site / "pagefind"),
    ]
    subprocess.run(command, check=True)


@contextmanager
def opened(site: Path, name: str) -> Iterator[tuple[Page, list[int]]]:
    """A page of the site that has loaded the script of a search, and the bytes sent for that and from then on."""
    with served(site) as (address, sent), chromium_page() as page:
        page.goto(f"{address}ask.html")
        sent.clear()
        for script in site.glob(SCRIPTS[name]) if SCRIPTS[name] else ():
            page.add_script_tag(url=script.relative_to(site).as_posix())
        yield page, sent


def asked(
    site: Path, name: str, language: str, queries: list[str]
) -> tuple[list[list[str]], list[str]]:
    """The paths that each question finds; the kilobytes and milliseconds of questions, as in the table."""
    with opened(site, name) as (page, sent):
        page.evaluate("([name, language]) => engines[name].open(language)", [name, language])
        sizes, requests = [], []
        for query in queries:
            page.evaluate(FIND, [name, query, SHOWN])
            sizes.append(sum(sent) / 1024)
            requests.append(len(sent))
            sent.clear()
        times = [
            page.evaluate(TIME, [name, query, SHOWN]) for _ in range(TURNS) for query in queries
        ]
        results = [page.evaluate(FIND, [name, query, JUDGED]) for query in queries]
    return results, [
        f"{sizes[0]:.0f} KB",
        str(requests[0]),
        f"{mean(sizes[1:]):.1f} KB",
        f"{median(times):.1f} ms",
    ]


def two_words(documents: list[Document]) -> list[str]:
    """Questions for made-up records: two words that stand together in one of them."""
    return [" ".join(document["text"].split()[20:22]) for document in documents[:40]]


def judgments(language: str) -> tuple[list[str], list[set[str]]]:
    """Questions, and the paths of the fair answers to each."""
    questions = yaml.safe_load((RELEVANCE / "unseen.yml").read_text("utf-8"))[language]
    answers = [
        {path(*record.split("/", 1)) for record in question["records"]} for question in questions
    ]
    return [question["ask"] for question in questions], answers


def path(kind: str, id: str) -> str:
    """The path of a page."""
    return id if kind == "page" else f"{KINDS[kind].address}/{id}"


def relevance(results: list[list[str]], answers: list[set[str]]) -> list[str]:
    """h@1, h@5 and the mean reciprocal rank."""
    if not answers:
        return ["", "", ""]
    ranks = []
    for paths, fair in zip(results, answers, strict=True):
        ranks.append(next((rank for rank, path in enumerate(paths, 1) if path in fair), math.inf))
    return [f"{mean(score(rank) for rank in ranks):.2f}" for score in SCORES]


if __name__ == "__main__":
    main()
