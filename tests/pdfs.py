"""Real PDF files for tests: a page of words each, a title, a password."""

from io import BytesIO

from pypdf import PageObject, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

LINE = 14
TOP = 780


def pdf_of(pages: list[str], *, title: str = "", password: str = "") -> bytes:
    """A PDF whose pages show ``pages``, a line a line; encrypted under ``password`` if given."""
    writer = PdfWriter()
    for text in pages:
        page = writer.add_blank_page(width=595, height=842)
        if text:
            _write(writer, page, text)
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def _write(writer: PdfWriter, page: PageObject, text: str) -> None:
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    lines = "".join(f"({line}) Tj T* " for line in text.split("\n"))
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 11 Tf {LINE} TL 50 {TOP} Td {lines}ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(content)
