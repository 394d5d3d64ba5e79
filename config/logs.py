"""What the log must not keep."""

import logging
import re

SECRET = re.compile(r"(/lich/)[^/\s]+(\.ics)")


class WithoutSecrets(logging.Filter):
    """Takes the secret out of the address of a calendar feed wherever a line or its arguments tell it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = masked(record.getMessage())
        record.args = ()
        return True


def masked(text: str) -> str:
    """The text with the secrets of feeds left out."""
    return SECRET.sub(r"\1…\2", text)
