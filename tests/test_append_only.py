"""Every log and every trail only grows: in the model, in the queryset and by triggers, on both engines."""

from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models.deletion import ProtectedError

from admissions import calendar_days, moving, pipeline
from admissions.dossier import Tick, tick
from admissions.models import Edition, EditionChange
from admissions.moving import Move
from admissions.pipeline import Entry
from admissions.regulation import Paper, Stage
from units.append_only import AppendOnly, AppendOnlyRow
from units.models import (
    FollowUp,
    FollowUpChange,
    Powers,
    Reorganisation,
    Review,
    ReviewStep,
    SupervisionChange,
    YearRuleChange,
)
from units.powers import give

GROWING = [model for model in apps.get_models() if issubclass(model, AppendOnlyRow)]


def test_these_are_the_rows_that_only_grow():
    assert {model.__name__ for model in GROWING} == {
        "CalendarChange", "EditionChange", "FollowUpChange", "Override", "Paper", "PowersChange", "Reorganisation",
        "ReviewStep", "StageEvent", "SupervisionChange", "Transfer", "YearRuleChange",
    }  # fmt: skip


@pytest.fixture
def written(world, person):
    """At least one row of each kind."""
    head = world.officers["an"]
    head.heads_office = True
    head.save()
    listed = {Stage.SOURCE: (date(2024, 1, 5), ""), Stage.LISTED: (date(2024, 2, 5), "1-NQ/CB")}
    one = person(steps=listed)
    pipeline.advance(one, Entry(Stage.OPENED, date(2024, 5, 6), "2-QĐ"), by=head, override="Gửi sau")
    tick(one, [Tick(Paper.APPLICATION, dated_on=date(2024, 6, 3))], by=head)
    moving.transfer(one, Move(date(2024, 7, 1), to=world.sen), by=head)
    calendar_days.check_year(2024, note="Thông báo", by=head)
    give(world.base, Powers.DELEGATED, since=date(2024, 1, 1), number="30-QĐ/ĐU", by=head)
    EditionChange.objects.create(edition=Edition.objects.first(), changed_on=date(2024, 1, 1), reason="Đọc")
    _logs_of_the_year(world.hoa)


def _logs_of_the_year(unit):
    Reorganisation.objects.create(act=Reorganisation.Act.FOUND, on=date(2024, 1, 1), told="Thành lập")
    review = Review.objects.create(unit=unit, year=2024, period="Q1")
    ReviewStep.objects.create(review=review, status=Review.Status.SUBMITTED)
    found = {
        "cause": "Đi làm ăn xa",
        "remedy": "Vận động",
        "deadline": date(2024, 6, 1),
        "responsible": "Dung",
    }
    follow_up = FollowUp.objects.create(unit=unit, year=2024, code="no_plan", **found)
    FollowUpChange.objects.create(follow_up=follow_up)
    YearRuleChange.objects.create(root=unit.parent, year=2024)
    SupervisionChange.objects.create(supervision=unit.supervisions.get(), act=SupervisionChange.Act.ASSIGN)


def attempts(model):
    row, rows, bare = model.objects.first(), model.objects.all(), model._base_manager.all()
    table, key = model._meta.db_table, model._meta.pk.column
    yield "save", row.save
    yield "delete", row.delete
    yield "update", lambda: rows.update(recorded_at=None)
    yield "delete all", rows.delete
    yield "bulk update", lambda: rows.bulk_update([row], [model._meta.fields[1].name])
    yield "base manager", lambda: bare.update(**{model._meta.fields[1].name: row.pk})
    yield "raw delete", lambda: bare._raw_delete(connection.alias)
    for statement in _statements(table, key, row.pk):
        yield statement, lambda sql=statement: connection.cursor().execute(sql)


def _statements(table, key, pk):
    yield f"UPDATE {table} SET {key} = {key}"
    yield f"DELETE FROM {table}"
    if connection.vendor == "sqlite":
        yield f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {key} = {pk}"
        yield f"UPDATE OR REPLACE {table} SET {key} = {key} + 1"
    else:
        yield f"TRUNCATE {table} CASCADE"


@pytest.mark.parametrize("model", GROWING, ids=lambda model: model.__name__)
def test_no_way_leads_to_a_row_once_written(written, model):
    before = list(model._base_manager.order_by("pk").values_list())
    assert before
    for name, attempt in attempts(model):
        with pytest.raises((AppendOnly, DatabaseError, ProtectedError)), transaction.atomic():
            attempt()
            pytest.fail(f"{model.__name__}: {name}")
    assert list(model._base_manager.order_by("pk").values_list()) == before
