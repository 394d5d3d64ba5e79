"""Rows that are added and read, never changed: kept so in the model, in the queryset and by triggers on both engines."""

from django.db import models
from django.utils import timezone

KEPT = "Dòng đã ghi không sửa, không xóa được; ghi sai thì ghi thêm dòng sửa lại."
MESSAGE = "trail is append-only"


class AppendOnly(TypeError):
    """An attempt to change or remove such a row."""


class AppendOnlyQuerySet(models.QuerySet):
    def last_id(self) -> int:
        """Id of the newest row, 0 where there is none: what a writer must still find in place."""
        return self.order_by("-pk").values_list("pk", flat=True).first() or 0

    def after(self, seen):
        """The rows that a page which knew the row `seen` as the last one did not show, oldest first."""
        return self.filter(pk__gt=seen).order_by("pk")

    def update(self, **fields):
        raise AppendOnly(KEPT)

    def delete(self):
        raise AppendOnly(KEPT)

    def bulk_update(self, rows, fields, batch_size=None):
        raise AppendOnly(KEPT)


class AppendOnlyRow(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None and not self._state.adding:
            raise AppendOnly(KEPT)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly(KEPT)


class LogQuerySet(AppendOnlyQuerySet):
    def newest(self):
        """The latest rows first."""
        return self.order_by("-pk")


class Log(AppendOnlyRow):
    """A row that tells who did what and when. Append-only."""

    recorded_by = models.ForeignKey(
        "units.Officer", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )
    recorded_at = models.DateTimeField("lúc ghi", default=timezone.now)

    objects = LogQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]


def guard(schema_editor, table: str) -> None:
    """Let rows of a table be added, and neither changed nor removed."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"""
            CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$;
        """)
        schema_editor.execute(f"""
            CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_append_only();
        """)
        return
    for act in ("UPDATE", "DELETE"):
        schema_editor.execute(f"""
            CREATE TRIGGER {table}_guard_{act.lower()} BEFORE {act} ON {table}
            BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END;
        """)


def unguard(schema_editor, table: str) -> None:
    """Take the triggers of `guard` off again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {table}_guard ON {table};")
        schema_editor.execute(f"DROP FUNCTION {table}_append_only();")
        return
    for act in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {table}_guard_{act};")


def guard_truncate(schema_editor, table: str) -> None:
    """Beside `guard`: on PostgreSQL the whole table cannot be emptied at once either. SQLite has no such statement."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"""
            CREATE TRIGGER {table}_guard_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only();
        """)


def unguard_truncate(schema_editor, table: str) -> None:
    """Take the trigger of `guard_truncate` off again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {table}_guard_truncate ON {table};")
