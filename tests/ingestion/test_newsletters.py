"""Newsletters saved as e-mail files."""

import socket
import time
from datetime import date
from email.message import EmailMessage

import pytest

from assistant.types import Skip

TEXT = "About 1,000 soldiers are going to Romania, the café’s owner said."
HEAD = "From: Harbor Ledger <news@example.org>\nSubject: One\nDate: Wed, 2 Feb 2022 23:30:00 -0500\nMIME-Version: 1.0\n"


@pytest.fixture
def read(read):
    """Reads one e-mail; gives (articles, skips)."""
    return lambda content, name="a.eml": read(name, content)


def mail(*, subject="One", sender="Harbor Ledger <news@example.org>", text=TEXT, html=None):
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    message["Date"], message["Message-ID"] = "Wed, 2 Feb 2022 23:30:00 -0500", "<17@example.org>"
    if text is not None:
        message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message


@pytest.mark.parametrize("name", ["a.eml", "a.txt", "17.host:2,S"])
def test_a_newsletter_is_an_article(read, name):
    articles, skips = read(mail().as_bytes(), name)
    assert skips == []
    (article,) = articles
    assert (article.id, article.title, article.text) == ("17@example.org", "One", TEXT)
    assert (article.outlet, article.published, article.authors) == ("Harbor Ledger", date(2022, 2, 2), ())


def test_the_html_part_comes_before_the_plain_one(read):
    articles, _ = read(mail(html=f"<html><style>p {{}}</style><p>{TEXT}</p><p>In HTML.</p></html>").as_bytes())
    assert articles[0].text == f"{TEXT}\n\nIn HTML."


def test_an_html_part_without_words_gives_way_to_the_plain_one(read):
    articles, _ = read(mail(html="<html><img src='http://example.org/1.gif'></html>").as_bytes())
    assert articles[0].text == TEXT


@pytest.mark.parametrize("prefix", ["Re: ", "FWD: ", "Fw: Re: ", "[Fwd: ", "AW: ", "Re[2]: "])
def test_a_forwarded_newsletter_keeps_its_title(read, prefix):
    articles, _ = read(mail(subject=f"{prefix}One of many").as_bytes())
    assert articles[0].title == "One of many"


@pytest.mark.parametrize(
    ("sender", "outlet"),
    [
        ("news@example.org", None),
        ('"Ledger, Harbor" <news@example.org>', "Ledger, Harbor"),
        ("=?utf-8?q?Harbor_L=C3=A9dger?= <news@example.org>", "Harbor Lédger"),
        ("", None),
    ],
)
def test_the_outlet_is_the_senders_name(read, sender, outlet):
    articles, _ = read(f"From: {sender}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}")
    assert articles[0].outlet == outlet


@pytest.mark.parametrize(
    "line",
    [
        "Unsubscribe",
        "Click here to unsubscribe from this list.",
        "View this email in your browser",
        "Having trouble reading this? Open it in a browser.",
        "You are receiving this because you signed up at example.org.",
        "Manage your preferences | Privacy",
        "Was this forwarded this email? No: Forwarded this email? Sign up here.",
    ],
)
def test_lines_for_subscribers_are_left_out(read, line):
    articles, _ = read(mail(text=f"{line}\n\n{TEXT}\n\n{line}").as_bytes())
    assert articles[0].text == TEXT


def test_a_paragraph_about_unsubscribing_stays(read):
    story = (
        "Readers who tried to unsubscribe from the council’s letters were sent three more, " + "again and again, " * 20
    )
    articles, _ = read(mail(text=f"{TEXT}\n\n{story}").as_bytes())
    assert "unsubscribe" in articles[0].text


def test_attachments_are_no_text(read):
    message = mail(text=None)
    message.add_attachment(TEXT * 2, filename="notes.txt")
    assert read(message.as_bytes()) == ([], [Skip("a.eml", "is an e-mail without a text")])
    message = mail()
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
    articles, _ = read(message.as_bytes())
    assert articles[0].text == TEXT


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("iso-8859-1", "utf-8"), ("utf-8", "cp1252"), ("us-ascii", "utf-8"), ("nonsense", "utf-8"), ("hex", "utf-8")],
)
def test_a_wrong_declared_encoding_does_no_harm(read, declared, encoding):
    content = f"{HEAD}Content-Type: text/plain; charset={declared}\nContent-Transfer-Encoding: 8bit\n\n{TEXT}"
    articles, skips = read(content.encode(encoding))
    assert ([article.text for article in articles], skips) == ([TEXT], [])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is empty"),
        (HEAD, "is an e-mail without a text"),
        (
            f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: image/png\n\nx\n--x--",
            "is an e-mail wit",
        ),
        (f"{HEAD}\nRead more", "has almost no text"),
    ],
)
def test_what_has_no_text_is_one_skip(read, content, reason):
    articles, skips = read(content)
    assert (articles, [skip.path for skip in skips]) == ([], ["a.eml"])
    assert skips[0].reason.startswith(reason)


def test_a_text_without_headers_is_still_read(read):
    articles, _ = read(f"{TEXT}\n\nMore of it.")
    assert TEXT in articles[0].text


@pytest.mark.parametrize(
    "day", ["Mon, 1 Jan 0001 00:00:00 +0000", "Mon, 1 Jan 2999 00:00:00 +0000", "soon", "x" * 5000]
)
def test_impossible_days_are_none(read, day):
    articles, _ = read(f"From: A <a@example.org>\nDate: {day}\nMIME-Version: 1.0\n\n{TEXT}")
    assert articles[0].published is None


@pytest.mark.parametrize(
    "content",
    [
        HEAD + "".join(f"Content-Type: multipart/mixed; boundary=x{n}\n\n--x{n}\n" for n in range(2000)) + f"\n{TEXT}",
        HEAD + "Content-Type: multipart/mixed; boundary=x\n\n" + "--x\n\n" * 20_000,
        "From: " + "(" * 20_000 + f"\nMIME-Version: 1.0\n\n{TEXT}",
        "From: " + "=?utf-8?q?a?= " * 50_000 + f"<a@example.org>\nMIME-Version: 1.0\n\n{TEXT}",
        f"{HEAD}Content-Type: text/html\n\n" + "<div>" * 100_000 + TEXT,
        f"{HEAD}Content-Type: text/plain; charset*=utf-8''%FF%FE; name*0*=x; name*x=1\n\n{TEXT}",
        f"{HEAD}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!!{TEXT}",
        f"{HEAD}Content-Type: text/plain" + '; "' * 50_000 + f"\n\n{TEXT}",
        f"{HEAD}X: " + "a\n " * 50_000 + f"\n\n{TEXT}",
    ],
)
def test_hostile_mail_ends_in_articles_or_skips(read, content):
    started = time.monotonic()
    read(content)
    assert time.monotonic() - started < 20


def test_nothing_is_fetched(read, monkeypatch):
    def refuse(*_):
        raise AssertionError("an e-mail that is read asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    articles, _ = read(mail(html=f"<img src='http://example.org/1.gif'><p>{TEXT}</p>").as_bytes())
    assert articles[0].text == TEXT
