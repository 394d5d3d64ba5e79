"""Text columns that compare byte by byte, so that an index serves prefixes and our own sort keys."""

from django.db import models


class BinaryOrderField(models.CharField):
    """A text whose database order is the order of its code points, on every engine."""

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        parameters["collation"] = "C" if connection.vendor == "postgresql" else "BINARY"
        return parameters
