"""What may stand where the command line expects a number, a day or an address."""

from __future__ import annotations

import argparse
from datetime import date


def a_number(text: str) -> int:
    """A whole number above nought."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"`{text[:20]}` is not a whole number above nought")
    return int(text)


def a_port(text: str) -> int:
    """A port to listen at."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"`{text[:20]}` is no port: it is a number from 1 to 65535")
    return int(text)


def an_address(text: str) -> str:
    """The address of a web page."""
    from urllib.parse import urlsplit

    found = urlsplit(text)
    if found.scheme not in ("http", "https") or not found.netloc or found.query or found.fragment:
        raise argparse.ArgumentTypeError(f"`{text}` is no address; write it as https://guide.example.gov.uk")
    return text


def a_header(text: str) -> str:
    """The name of a header."""
    if not text.replace("-", "").isalnum() or not text.isascii():
        raise argparse.ArgumentTypeError(f"`{text}` is no name of a header; write it as X-Remote-User")
    return text


def a_day_or_today(text: str) -> date:
    """A date, or `today`."""
    return date.today() if text == "today" else a_day(text)


def a_day(text: str) -> date:
    """A date of the command line."""
    from guide.answers import AnswerError, parse_date

    try:
        return parse_date(text)
    except AnswerError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a date; write it as 2012-12-06") from None
