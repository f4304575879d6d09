"""Writes small PDF files for tests: each line at its place and in its size."""


def make_pdf(pages, *, info=None, extra=b"", trailer=b""):
    """A PDF whose pages are lists of (text, x, y, size), in Helvetica; `info` are its properties."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    noted = "".join(f"/{name} ({escaped(value)})" for name, value in (info or {}).items())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} /MediaBox [0 0 612 792] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        drawn = "\n".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped(text)}) Tj ET" for text, x, y, size in lines
        ).encode("cp1252")
        font = f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R {font} >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    objects.append(f"<< {noted} >>".encode("cp1252"))
    return written(objects, extra=extra, trailer=trailer)


def one_page(drawn, *, font="/Subtype /Type1 /BaseFont /Helvetica", packed=b""):
    """A PDF of one page that draws this; `font` tells what F1 is, `packed` by what the page's stream is packed."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 /MediaBox [0 0 612 792] >>",
        f"<< /Type /Font {font} >>".encode(),
        b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
        b"<< %s /Length %d >>\nstream\n%s\nendstream" % (packed, len(drawn), drawn),
        b"<< >>",
    ]
    return written(objects)


def written(objects, *, extra=b"", trailer=b""):
    """The objects as a file with its cross-reference table; the last of them is the document information."""
    body, places = b"%PDF-1.4\n" + extra, []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    references = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    ending = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R %s >>\n" % (size, len(objects), trailer)
    return body + references + ending + b"startxref\n%d\n%%%%EOF\n" % len(body)


def escaped(text):
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def column(lines, *, x=72, top=700, size=11, leading=13):
    """Lines one below the other."""
    return [(line, x, top - leading * number, size) for number, line in enumerate(lines)]
