"""Nothing that a stranger writes into docs/ runs, loads or leads astray in a reader's browser."""

from pathlib import Path

import pytest

from tests.builds import ROOT, copy_sample, run
from toolkit.project import load_project
from toolkit.sources.drawing import unsafe_parts
from toolkit.sources.safe_html import unsafe_html

HOSTILE = (
    '<script src="files/policy/x.txt"></script>',
    '<SCRIPT SRC="files/policy/x.txt"></SCRIPT>',
    "<script\nsrc='files/policy/x.txt'></script>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "<!--><script src=x.txt></script>-->",
    "<!-- a comment -->",
    "<![CDATA[<script src=x.txt></script>]]>",
    "<?php x ?><script src=x.txt></script>",
    '<img src="a.png" onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x][1]\n\n[1]: javascript:alert(1)",
    '[x](https://a.example){: onclick="alert(1)" }',
    '[x](https://a.example){: href="javascript:alert(1)" }',
    "# Title {: onclick=alert(1) }",
    '<a href="data:text/html,x">x</a>',
    '<iframe src="https://evil.example"></iframe>',
    '<form action="https://evil.example"><input name="a"></form>',
    '<base href="https://evil.example/">',
    '<link rel="stylesheet" href="x.css">',
    "<style>body{display:none}</style>",
    '<p style="position:fixed">x</p>',
    '<span title="a<script src=x>">x</span>',
    '<span lang="en" title="x>y"><script src=x.txt></script></span>',
    '<div markdown="1">\n\n<script src=x.txt></script>\n\n</div>',
    "`<b>`<script src=x.txt></script>",
    "    code\n<script src=x.txt></script>",
    "<object data=x.swf></object>",
    "<video src=x.mp4 autoplay></video>",
    "[x](file://evil.example/share/form.lnk)",
    "[x](ms-word:ofe|u|https://evil.example/x.docm)",
    "[x][1] is a sample.\n\n[1]: file://evil.example/x",
    "<ms-word:ofe|u|https://evil.example>",
    "<ftp://evil.example/x>",
    "[x](https://www.cityofboise.org@evil.example/)",
    "[x](//evil.example/share)",
    r"[x](\\\\evil.example\\share)",
    "`file://evil.example/x` and [x](file://evil.example/x)",
    "![x](https://evil.example/track.png)",
    "![x](//evil.example/track.png)",
)
HARMLESS = (
    'A [<span lang="en" dir="ltr">Report</span>](a.md "Title") and <kbd>Ctrl</kbd>, AT&T, 1 < 2 & 3 > 2.',
    "`<script>` is a tag; so is\n\n    <script src=x>\n",
    "| a | b |\n| :-- | --: |\n| 1 | <br> |\n\n## Heading {#here}\n\n![A map](map.png)\n\n<toolkit@sample.example>",
    "```\n[x](file://a/b)\n\n[x](javascript:alert(1))\n```\n\n    <ms-word:x>\n",
    "[a](b.md?c=d:e#f) <https://a.example/x@y> [b](https://a.example/?q=a@b) [c](mailto:toolkit@sample.example)",
    "See {braces} and [a phone](tel:+15155550134) and <https://sample.example/?a=1&b=2>.",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_html_that_could_do_harm_is_refused_with_its_line(text: str, tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    about = root / "docs" / "about.md"
    line = about.read_text("utf-8").rstrip("\n").count("\n") + 3
    with about.open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")
    problems = [entry for entry in load_project(root).diagnostics if entry.file == "docs/about.md"]
    assert problems
    for problem in problems:
        assert problem.message.startswith(
            ("has HTML that could do harm: `", "links to `", "shows a picture from another site")
        )
        assert line <= problem.line <= line + text.count("\n")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_markdown_writes_and_tags_for_words_are_fine(text: str) -> None:
    assert list(unsafe_html(text)) == []


def test_a_link_is_reported_in_its_line_also_where_an_example_of_it_comes_first(
    tmp_path: Path,
) -> None:
    root = copy_sample(tmp_path)
    with (root / "docs" / "about.md").open("a", encoding="utf-8") as file:
        file.write(
            "\n```\n[x](javascript:alert(1))\n```\n\n- `javascript:alert(1)`\n- [x](javascript:alert(1))\n"
        )
    lines = (root / "docs" / "about.md").read_text("utf-8").count("\n")
    [problem] = load_project(root).diagnostics
    assert (problem.line, problem.message) == (lines, "links to `javascript:alert(1)`.")


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"{}>{}</svg>'
)
HOSTILE_DRAWINGS = (
    SVG.format(' onload="alert(1)"', ""),
    SVG.format("", "<script>alert(1)</script>"),
    SVG.format("", '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>'),
    SVG.format(
        "",
        '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="x.html"/></foreignObject>',
    ),
    SVG.format("", '<image href="https://evil.example/track.png"/>'),
    SVG.format("", '<a href="javascript:alert(1)"><path d="M0 0"/></a>'),
    SVG.format("", '<use xlink:href="https://evil.example/x.svg#a"/>'),
    SVG.format("", "<style>@import url(https://evil.example/x.css);</style>"),
    SVG.format("", '<path style="fill: url(https://evil.example/x)"/>'),
    SVG.format("", '<path style="fill: u\\72l(//evil.example/x)"/>'),
    SVG.format("", '<path fill="url( &quot;https://evil.example/x#a&quot;)"/>'),
    SVG.format("", '<linearGradient xlink:href="https://evil.example/x.svg#a"/>'),
    SVG.format(
        "", '<path d="M0 0"><animate attributeName="href" to="javascript:alert(1)"/></path>'
    ),
    '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("", "<text>&a;</text>"),
    '<?xml-stylesheet href="x.xsl" type="text/xsl"?>' + SVG.format("", ""),
    '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
    SVG.format("", "<path>"),
    "",
)


@pytest.mark.parametrize("drawing", HOSTILE_DRAWINGS)
def test_a_drawing_that_could_do_harm_is_refused(drawing: str) -> None:
    assert list(unsafe_parts(drawing))


def test_a_drawing_of_shapes_and_letters_is_fine() -> None:
    shapes = (
        '<g transform="scale(2)"><path d="M1 1"/><text x="1" font-family="serif">Ours</text></g>'
    )
    gradient = '<defs><linearGradient id="a"/><linearGradient id="b" xlink:href="#a"/></defs><rect fill="url(#b)"/>'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- ours -->\n'
    assert (
        list(unsafe_parts(head + SVG.format(' viewBox="0 0 9 9" role="img"', shapes + gradient)))
        == []
    )
    assert list(unsafe_parts((ROOT / "web" / "favicon.svg").read_text("utf-8"))) == []


@pytest.mark.parametrize("link", ["practices/nothing.md", "contact"])
def test_a_dead_link_is_one_problem_with_its_line(link: str, tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    with (root / "docs" / "about.md").open("a", encoding="utf-8") as file:
        file.write(f"\nSee [nothing]({link}).\n")
    line = (root / "docs" / "about.md").read_text("utf-8").count("\n")
    [problem, hint] = run("build", "--root", root).stdout.splitlines()
    assert problem == f"docs/about.md:{line}: links to `{link}`, which is not there."
    assert hint.startswith("    Write the path from this file")


def test_a_picture_that_is_not_there_is_one_problem_with_its_line(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    (root / "docs" / "links.md").write_text("---\ntitle: Links\n---\n![A map](map.png)\n", "utf-8")
    assert run("check", "--root", root).stdout.startswith(
        "docs/links.md:4: shows the picture `map.png`, which is not there.\n"
    )
    (root / "docs" / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert "no problems" in run("check", "--root", root).stdout


def test_a_dead_link_is_answered_with_the_page_of_nearly_that_name(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    (root / "docs" / "more").mkdir()
    (root / "docs" / "more" / "links.md").write_text(
        "---\ntitle: Links\n---\n[a](../practices/id-nigth.md) [b](../practice/id-night.md)\n",
        "utf-8",
    )
    assert run("check", "--root", root).stdout.splitlines()[1::2][:2] == [
        "    Did you mean `../practices/id-night.md`?",
        "    Did you mean `../practices/id-night.md`?",
    ]


def test_the_check_finds_dead_links_and_menu_entries_before_anything_is_built(
    tmp_path: Path,
) -> None:
    root = copy_sample(tmp_path)
    with (root / "docs" / "about.md").open("a", encoding="utf-8") as file:
        file.write(
            "\n[Here](practices/id-night.md#use), [there](browse/topics.md), [before](practices/papers-night.md),"
        )
        file.write("\n[nowhere](practices/id-nigth.md).\n")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("nav:\n  - index.md\n  - agencies/index.md\n  - abuot.md\n")
    line = (root / "docs" / "about.md").read_text("utf-8").count("\n")
    entry = (root / "mkdocs.yml").read_text("utf-8").splitlines().index("  - abuot.md") + 1
    rows = run("check", "--root", root).stdout.splitlines()
    assert rows[0] == f"docs/about.md:{line}: links to `practices/id-nigth.md`, which is not there."
    assert rows[2] == f"mkdocs.yml:{entry}: nav: `abuot` is not a page of the site."
    assert len(rows) == 4
