"""What the tests of classes share: their days, the roads of their people, a preview and the press that follows."""

from datetime import date, timedelta

from admissions.classes.needs import who_needs
from admissions.models import Candidate, Enrolment
from admissions.regulation import Stage

TODAY = date(2026, 6, 15)
BEGINS, ENDS = date(2026, 6, 1), date(2026, 6, 5)
SOURCE = {Stage.SOURCE: (date(2024, 1, 10), "")}
LISTED = {**SOURCE, Stage.LISTED: (date(2026, 1, 12), "1-NQ/CB")}
HELD = {**LISTED, Stage.DECIDED: (date(2026, 2, 2), "3-QĐ/ĐU"), Stage.HELD: (date(2026, 2, 20), "")}


def opened_at(issued: date) -> dict:
    """The road of somebody before the vote whose certificate was issued on a day."""
    return {
        **SOURCE,
        Stage.TRAINED: (issued, "7/GCN"),
        Stage.OPENED: (issued + timedelta(days=30), "9-TB/ĐU"),
    }


def needing(kind="awareness", on=BEGINS) -> dict[str, str]:
    return {need.candidate.name: need.why for need in who_needs(kind, Candidate.objects.all(), on)}


def text(response) -> str:
    return response.content.decode()


def preview(client, training_class, number="01/GCN", day="10/06/2026"):
    return client.get(f"/lop/{training_class.pk}/ket-qua/", {"so_dau": number, "ngay": day})


def pressed(page) -> dict:
    """What the button under a preview sends."""
    desk = page.context["desk"]
    numbers = {f"so.{row.pk}": number for row, number in desk.numbered}
    return {"issue": "1", "so_dau": desk.form["so_dau"].value(), "ngay": desk.form["ngay"].value(), **numbers}


def issue(world, training_class, number="01/GCN", day="10/06/2026", who="an"):
    """Preview and press."""
    client = world.client(who)
    return client.post(
        f"/lop/{training_class.pk}/ket-qua/", pressed(preview(client, training_class, number, day))
    )


def given() -> dict[str, tuple]:
    rows = Enrolment.objects.certified().values_list(
        "candidate__name", "certificate_number", "certificate_on"
    )
    return {name: (number, day) for name, number, day in rows}
