"""Pages on which steps are recorded and voided, as tests use them: people along the road, what is sent, what stands."""

from datetime import date

from admissions.regulation import Stage

LISTED = {Stage.SOURCE: (date(2025, 1, 10), ""), Stage.LISTED: (date(2025, 3, 10), "03-NQ/CB")}
CERTIFIED = {
    **LISTED,
    Stage.TRAINED: (date(2025, 5, 10), "77/GCN"),
    Stage.OPENED: (date(2025, 8, 10), "15-QĐ/ĐU"),
    Stage.CERTIFIED: (date(2025, 10, 10), ""),
}
VOTED = {**CERTIFIED, Stage.VOTED: (date(2026, 1, 12), "05-NQ/CB")}
APPRAISED = {**VOTED, Stage.APPRAISED: (date(2026, 2, 5), "")}
MADE = date(2025, 10, 10)  # the day on which every paper was made


def address(person, stage):
    return f"/quan-chung/{person.pk}/buoc/{stage}/"


def seen(person):
    return person.events.order_by("-pk").values_list("pk", flat=True).first()


def take(client, person, stage, on, **fields):
    sent = {"happened_on": on, "seen": seen(person), **fields}
    return client.post(address(person, stage), sent)


def codes(answer):
    return [o.code for o in (*answer.context["blocking"], *answer.context["warnings"])]


def standing(person):
    person.refresh_from_db()
    return person.stage, person.stage_since, person.events.count()


def void(client, person, **sent):
    return client.post(f"/quan-chung/{person.pk}/huy-buoc/", {"seen": seen(person), **sent})
