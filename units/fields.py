"""Columns that several tables have: texts that compare byte by byte, who recorded a row."""

from django.db import models


class BinaryOrderField(models.CharField):
    """A text whose database order is the order of its code points, on every engine.

    So an index serves prefixes and our own sort keys.
    """

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        parameters["collation"] = "C" if connection.vendor == "postgresql" else "BINARY"
        return parameters


def recorder() -> models.ForeignKey:
    """Who recorded a row; nobody where it came from an old book."""
    return models.ForeignKey(
        "units.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
