"""Many officers at once: signed-in visitors of a running server, and threads over one database."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from threading import Barrier, Event
from urllib.parse import urlencode

PASSWORD = "mat-khau-thu"
NAMES = ("an", "binh", "chi", "dung")  # all of the office
PATIENCE = 60  # seconds
SEEN = re.compile(r'name="seen" value="(\d+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Answer:
    status: int
    page: str
    headers: dict[str, str]


class Visitor:
    """An officer at a browser of his own, without scripts; one connection a request."""

    def __init__(self, port: int, name: str):
        self.port, self.cookies = port, {}
        page = self.get("/dang-nhap/").page
        sent = {"username": name, "password": PASSWORD}
        assert self.post("/dang-nhap/", page, **sent).status == 302, name

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, page: str, **fields) -> Answer:
        """Send a form with the token of the page it stands on."""
        token = TOKEN.search(page)
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": token and token[1], **fields}))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            page = response.read().decode()
        finally:
            connection.close()
        self._keep(response.headers.get_all("Set-Cookie") or [])
        return Answer(response.status, page, dict(response.headers))

    def _keep(self, cookies: Sequence[str]) -> None:
        """The session and the token; the short messages on cookies are nobody's matter here."""
        for line in cookies:
            name, _, value = line.partition(";")[0].partition("=")
            if name in ("sessionid", "csrftoken"):
                self.cookies[name] = value


def at_once(acts: Sequence[Callable]) -> list:
    """What the acts return, all begun at the same moment, each in a thread of its own."""
    barrier = Barrier(len(acts))

    def wait_and(act: Callable):
        barrier.wait(PATIENCE)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(wait_and, act) for act in acts]]


def seed(people: int) -> list[int]:
    """The commune Mây with its office of four and `people` persons listed in the cell Hoa; returns their ids."""
    from admissions import pipeline
    from admissions.models import Candidate
    from admissions.pipeline import Entry
    from admissions.regulation import Stage
    from units import reorganise
    from units.models import Kind, Officer, Role

    since, rulebook = date(2020, 1, 1), pipeline.Rulebook.read()
    commune = reorganise.found(code="MAY", name="Đảng bộ xã Mây", kind=Kind.COMMUNE, since=since)
    hoa, _ = (
        reorganise.found(code=code, name=name, kind=Kind.RESIDENTIAL, parent=commune, since=since)
        for code, name in (("HOA", "Chi bộ bản Hoa"), ("SEN", "Chi bộ bản Sen"))
    )
    for name in NAMES:
        Officer.objects.create_user(
            name, PASSWORD, role=Role.OFFICE, unit=commune, full_name=name.capitalize()
        )
    ids = []
    for n in range(people):
        one = Candidate(unit=hoa, birth_date=date(2000, 1, 1), sex="male", schooling="upper_secondary")
        one.set_name(f"Lò Văn {n:02d}")
        pipeline.enter(one, Entry(Stage.LISTED, date(2025, 3, 10), "03-NQ/CB"), by=None, rulebook=rulebook)
        ids.append(one.pk)
    return ids


def trail(pk: int) -> list[list]:
    """The rows of a person's trail: id, stage, number, id of the row it voids, unit."""
    from admissions.models import StageEvent

    rows = StageEvent.objects.filter(candidate=pk).order_by("pk")
    return [list(row) for row in rows.values_list("pk", "stage", "document_number", "voids", "unit__code")]


def strayed_and_trail(pk: int) -> tuple[list[str], list[list]]:
    """Where rows and trails disagree anywhere, and the trail of one person."""
    from admissions.pipeline import strayed

    return strayed(), trail(pk)


def in_threads(acts: Sequence[Callable]) -> list[str]:
    """The outcomes of writers begun at once, each with a connection of its own: "done" or the refusal's name."""
    from django.db import connection

    from admissions.pipeline import Refused, Stale

    def tried(act: Callable) -> str:
        try:
            act()
        except (Refused, Stale) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    return at_once([lambda act=act: tried(act) for act in acts])


def tick_at_once(pk: int, lists: Sequence[dict[str, str]]) -> list[list[str]]:
    """Each list of papers ticked by another officer at the same moment; the rows that came of it, form and day."""
    from admissions.dossier import Tick, tick
    from admissions.models import Candidate, Paper
    from admissions.regulation import Paper as P
    from units.models import Officer

    one, officers = Candidate.objects.get(pk=pk), list(Officer.objects.order_by("pk"))

    def act(papers, by):
        ticks = [Tick(P(form), dated_on=date.fromisoformat(day)) for form, day in papers.items()]
        return lambda: tick(one, ticks, by=by)

    in_threads([act(papers, officers[n % len(officers)]) for n, papers in enumerate(lists)])
    rows = Paper.objects.filter(candidate=pk).order_by("form", "pk").values_list("form", "dated_on")
    return [[form, f"{day}"] for form, day in rows]


def step_waits_for_move(pk: int, to: str) -> list[list]:
    """A step sent while a move of the person is written but not yet committed; the trail that came of it."""
    from django.db import transaction

    from admissions import moving, pipeline
    from admissions.models import Candidate
    from admissions.moving import Move
    from admissions.pipeline import Entry
    from admissions.regulation import Stage
    from units.models import Officer, Unit

    one, by, written = Candidate.objects.get(pk=pk), Officer.objects.order_by("pk").first(), Event()
    move = Move(on=date(2025, 6, 2), to=Unit.objects.get(code=to), number="5")

    def hold():
        with transaction.atomic():
            moving.transfer(one, move, by=by)
            written.set()
            time.sleep(0.5)

    def step():
        written.wait(PATIENCE)
        pipeline.advance(one, Entry(Stage.TRAINED, date(2025, 6, 2), "9/GCN"), by=by, seen=trail(pk)[-1][0])

    assert in_threads([hold, step]) == ["done", "done"]
    return trail(pk)


def move_and_step_at_once(people: Sequence[int], to: str = "", elsewhere: str = "") -> list[dict]:
    """A move and a step of each person at the same moment, from pages equally old; what came of it."""
    from admissions import moving, pipeline
    from admissions.models import Candidate, Transfer
    from admissions.moving import Move
    from admissions.pipeline import Entry
    from admissions.regulation import Stage
    from units.models import Officer, Unit

    found, by = [], Officer.objects.order_by("pk").first()
    move = Move(on=date(2025, 6, 2), to=Unit.objects.filter(code=to).first(), elsewhere=elsewhere, number="5")
    step = Entry(Stage.TRAINED, date(2025, 6, 2), "9/GCN")
    for pk in people:
        one, seen = Candidate.objects.get(pk=pk), trail(pk)[-1][0]
        acts = [
            lambda one=one, seen=seen: moving.transfer(one, move, by=by, seen=seen),
            lambda one=one, seen=seen: pipeline.advance(one, step, by=by, seen=seen),
        ]
        outcomes = in_threads(acts)
        one.refresh_from_db()
        moves = Transfer.objects.filter(candidate=pk).count()
        found.append({"outcomes": outcomes, "unit": one.unit.code, "moves": moves, "trail": trail(pk)})
    return found
