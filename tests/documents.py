"""PDFs for tests: whole ones, and some built to break what reads them."""

import zlib
from collections import defaultdict
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ByteStringObject, ContentStream, TextStringObject

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def pdf(*pages: str) -> bytes:
    """A document with a text on each page, its lines below each other."""
    return drawn(
        *(
            b"BT/F 12 Tf 14 TL 40 760 Td " + b"".join(map(_show, page.split("\n"))) + b"ET"
            for page in pages
        )
    )


def drawn(*contents: bytes) -> bytes:
    """A document of pages drawn in the operators of PDF (ISO 32000-1, 7.8.2)."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(contents)),
        FONT,
    ]
    for content in contents:
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
        objects += [page % (len(objects) + 2), stream(content)]
    return joined(objects)


def stream(content: bytes, filters: bytes = b"") -> bytes:
    """An object that holds bytes."""
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), filters, content)


def joined(objects: Iterable[bytes]) -> bytes:
    """A file with the objects of a document, of which the first is its catalog."""
    out, offsets = bytearray(b"%PDF-1.4\n"), list[int]()
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%b endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out) + end % (len(offsets) + 1, table, len(offsets) + 1, len(out))


def encrypted(content: bytes, algorithm: str, user: str = "", owner: str = "owner") -> bytes:
    """The same, to be opened with a password; without a password, only to be read."""
    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(content))), BytesIO()
    writer.encrypt(user, owner, algorithm=algorithm)
    writer.write(out)
    return out.getvalue()


def copy_protected(content: bytes) -> bytes:
    """The same, to be read but not copied, by AES (ISO 32000-1, 7.6.5), which pypdf alone cannot decrypt."""
    filters = b"/CF<</StdCF<</CFM/AESV2/AuthEvent/DocOpen/Length 16>>>>/StmF/StdCF/StrF/StdCF"
    return encrypted(content, "RC4-128").replace(b"/V 2\n/R 3\n", b"/V 4\n/R 4\n%b\n" % filters)


def endless() -> bytes:
    """A page tree that is a branch of itself."""
    return joined(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>",
        ]
    )


def bomb() -> bytes:
    """A page whose drawing is a thousand times as long as its file, compressed twice."""
    packed = zlib.compress(zlib.compress(b"BT/F 12 Tf (x)Tj ET " * 10_000_000, 9), 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F 3 0 R>>>>/Contents 5 0 R>>"
    content = stream(packed, b"/Filter[/FlateDecode/FlateDecode]")
    return joined(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
            FONT,
            page,
            content,
        ]
    )


def _show(line: str) -> bytes:
    escaped = (
        line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    )
    return b"(%b)Tj T* " % escaped


def printed(page: PageObject) -> tuple[float, float, float, float]:
    """Left, lower, right and upper edge of what is drawn on a page: texts with the widths of their glyphs, and lines.

    The page is one that Typst wrote: no text on it is turned, and a code of a text has two bytes.
    """
    resources: Any = page["/Resources"]
    fonts = {name: _widths(font.get_object()) for name, font in resources["/Font"].items()}
    points: list[tuple[float, float]] = []
    matrix, matrices, text, font, size = IDENTITY, list[Matrix](), IDENTITY, {}, 0.0
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"q":
            matrices.append(matrix)
        elif operator == b"Q":
            matrix = matrices.pop()
        elif operator == b"cm":
            matrix = _product(operands, matrix)
        elif operator == b"Tf":
            font, size = fonts[operands[0]], float(operands[1])
        elif operator == b"Tm":
            text = _product(operands, matrix)
        elif operator in (b"TJ", b"Tj"):
            parts = operands[0] if operator == b"TJ" else operands
            width = sum(_width(part, font) for part in parts) * size / 1000
            points += _place(text, 0, -size / 4), _place(text, width, size)
        elif operator in (b"m", b"l"):
            points.append(_place(matrix, *operands))
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def _product(operands: Any, matrix: Matrix) -> Matrix:
    """A matrix within another (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = (float(operand) for operand in operands)
    (left, low), (right, high), (x, y) = (
        _place(matrix, *point) for point in ((a, b), (c, d), (e, f))
    )
    dx, dy = matrix[4:]
    return left - dx, low - dy, right - dx, high - dy, x, y


def _place(matrix: Matrix, x: Any, y: Any) -> tuple[float, float]:
    """Where a point is on the page."""
    a, b, c, d, e, f = matrix
    return a * float(x) + c * float(y) + e, b * float(x) + d * float(y) + f


def _width(part: Any, widths: dict[int, float]) -> float:
    """The width of codes, or of a number that moves the next code, in thousandths of the size."""
    if not isinstance(part, (TextStringObject, ByteStringObject)):
        return -float(part)
    codes = part.original_bytes
    return sum(widths[int.from_bytes(codes[i : i + 2], "big")] for i in range(0, len(codes), 2))


def _widths(font: Any) -> dict[int, float]:
    """The width of each code of a font (ISO 32000-1, 9.7.4.3, in the form `first last width`)."""
    descendant = font["/DescendantFonts"][0].get_object()
    widths: dict[int, float] = defaultdict(lambda: float(descendant["/DW"]))
    runs = [float(number) for number in descendant["/W"]]
    for first, last, width in zip(runs[::3], runs[1::3], runs[2::3], strict=True):
        widths |= dict.fromkeys(range(int(first), int(last) + 1), width)
    return widths
