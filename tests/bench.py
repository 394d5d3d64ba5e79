"""How long the pages take over 60 units and 10,000 people, against their own SQL executed bare in the same run.

    DEMO=1 python tests/bench.py        # DATABASE_URL names the engine; a database of its own is made and dropped

Prints one line a page. Exit status 1 where a page takes more than five times its SQL, or where it
asks the database more often at 10,000 people than at 10. Then the dashboard of a committee of 600 units of which
20 were rearranged in the past year, of last year by the tree of then and of now, under the same bounds.
"""

import gc
import os
import sys
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEMO", "1")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.http import urlencode  # noqa: E402

from admissions.models import (  # noqa: E402
    Candidate,
    Introducer,
    Occupation,
    Organisation,
    Paper,
    StageEvent,
    Verification,
)
from admissions.regulation import DECIDED_OR_LATER, ROAD, Route, Stage  # noqa: E402
from admissions.regulation.stages import LACKS  # noqa: E402
from reports.demonstration.names import WORDS, NameBook  # noqa: E402
from tests.dossiers import BEFORE_THE_VOTE  # noqa: E402
from units import reorganise  # noqa: E402
from units.models import (  # noqa: E402
    HandOver,
    Kind,
    Officer,
    Quota,
    Reorganisation,
    Role,
    Supervision,
    Unit,
    UnitYear,
)

UNITS = 60
FEW, MANY = 10, 10_000
YEARS = 5
WIDE, REARRANGED = 600, 20
REPEATS = 15
RATIO_ALLOWED = 5
PEER = "An open HR system on the same work: 0.8-1.5 s for the list, 7.8-10.3 s for the dashboard."
# People of each stage in a hundred.
SPREAD = {
    Stage.SOURCE: 15, Stage.LISTED: 15, Stage.TRAINED: 12, Stage.OPENED: 5, Stage.CERTIFIED: 3, Stage.VOTED: 2,
    Stage.APPRAISED: 2, Stage.DECIDED: 2, Stage.HELD: 8, Stage.REVIEW_VOTED: 2, Stage.RECOGNISED: 28, Stage.OUT: 6,
}  # fmt: skip
# Calendar days, at most, for which people have stood at a stage.
STANDING = {Stage.DECIDED: 30, Stage.HELD: 365, Stage.REVIEW_VOTED: 30, Stage.VOTED: 60, Stage.APPRAISED: 20}


@dataclass(frozen=True)
class Measured:
    """A page's medians in milliseconds, and how many statements it executes."""

    page: str
    statements: int
    bare: float
    whole: float

    @property
    def ratio(self) -> float:
        return self.whole / self.bare


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder, "bench.sqlite3"))
        made = setup_databases(verbosity=0, interactive=False)
        try:
            return measure_everything()
        finally:
            teardown_databases(made, verbosity=0)


def measure_everything() -> int:
    random = Random(1930)
    cells = found_units(random)
    add_people(random, cells, FEW)
    client = signed_in()
    pages = addresses(cells)
    few = {name: len(statements_of(client, address)) for name, address in pages.items()}
    add_people(random, cells, MANY - FEW)
    add_dossiers(random)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # in service autovacuum does it; SQLite has nobody to do it
    measured = [measure(client, name, address) for name, address in pages.items()]
    return max(report(measured, few), measure_wide(random, cells, client))


def measure_wide(random: Random, cells: list[Unit], client: Client) -> int:
    """The dashboard of the root after one merger, and after the tree has grown to `WIDE` units and been rearranged."""
    root = cells[0].parent
    reorganise.close(cells[1], into=cells[2], on=date(timezone.localdate().year, 1, 2))
    address = reverse("unit_year", args=[root.pk, timezone.localdate().year - 1])
    pages = {"wide, as then": address, "wide, as now": address + "?cay=nay"}
    few = {name: len(statements_of(client, address)) for name, address in pages.items()}
    rearrange(random, root, grow(random, root))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return report([measure(client, name, address) for name, address in pages.items()], few)


@transaction.atomic
def grow(random: Random, root: Unit) -> list[Unit]:
    """Cells until there are `WIDE` units, with their years and quotas."""
    year, since = timezone.localdate().year, root.founded_on
    cells = [
        reorganise.found(code=f"W{n}", name=f"Chi bộ {n}", kind=Kind.RESIDENTIAL, since=since, parent=root)
        for n in range(WIDE - Unit.objects.count())
    ]
    for y in (year - 1, year):
        UnitYear.objects.bulk_create(UnitYear(unit=c, year=y, opening=random.randint(8, 40)) for c in cells)
        Quota.objects.bulk_create(
            Quota(unit=c, year=y, members=1, given_on=date(y - 1, 12, 20)) for c in cells
        )
    return cells


@transaction.atomic
def rearrange(random: Random, root: Unit, cells: list[Unit]) -> None:
    """Mergers, moves under another parent and foundings out of a unit, in turn, all of them this year."""
    base = Unit.objects.get(kind=Kind.BASE)
    day = date(timezone.localdate().year, 1, 2)
    act = Reorganisation.objects.create(act=Reorganisation.Act.SPLIT, on=day, told="Chia tách")
    for n, cell in enumerate(random.sample(cells[1:], REARRANGED)):
        if n % 3 == 0:
            reorganise.close(cell, into=cells[0], on=day)
        elif n % 3 == 1:
            reorganise.move(cell, to=base, on=day)
        else:
            new = reorganise.found(
                code=f"N{n}", name=f"Chi bộ mới {n}", kind=Kind.RESIDENTIAL, since=day, parent=root
            )
            HandOver.objects.create(act=act, unit=cell, on=day, members=-5)
            HandOver.objects.create(act=act, unit=new, on=day, members=5)


def addresses(cells: list[Unit]) -> dict[str, str]:
    year, root = timezone.localdate().year, cells[0].parent
    people = reverse("candidate_list")
    # Two words of somebody's name who is there from the beginning.
    searched = " ".join(Candidate.objects.earliest("pk").name_folded.split()[:2])
    return {
        "list, first page": people,
        "list, search": f"{people}?{urlencode({'q': searched})}",
        "board": reverse("candidate_board"),
        "unit page of a cell": reverse("unit_page", args=[cells[0].pk]),
        "dashboard": reverse("unit_year", args=[root.pk, year]),
        "home": reverse("home"),
        "work list": reverse("work_list"),
        "work list, by unit": reverse("work_list") + "?theo=don_vi&page=5",
        "month": reverse("month_calendar"),
        "reviews of the list": reverse("list_reviews"),
        "missing papers": reverse("missing_papers"),
    }


def found_units(random: Random) -> list[Unit]:
    """A commune, a party base with four cells and cells enough for `UNITS`; their years, quotas, supervisors."""
    year = timezone.localdate().year
    since = date(year - 10, 1, 1)
    root = reorganise.found(code="R", name="Đảng bộ xã", kind=Kind.COMMUNE, since=since)
    base = reorganise.found(code="B", name="Đảng bộ cơ sở", kind=Kind.BASE, since=since, parent=root)
    kinds = [Kind.RESIDENTIAL] * 5 + [Kind.SCHOOL, Kind.AGENCY]
    cells = [
        reorganise.found(
            code=f"C{n:02d}",
            name=f"Chi bộ số {n}",
            kind=random.choice(kinds),
            since=since,
            parent=root if n < UNITS - 6 else base,
            owes_pupil=n in (3, 4, 5),
        )
        for n in range(UNITS - 2)
    ]
    years = range(year - YEARS, year + 1)
    UnitYear.objects.bulk_create(
        UnitYear(unit=cell, year=y, opening=random.randint(8, 40), plan_number="01-KH/CB")
        for cell in cells
        for y in years
    )
    Quota.objects.bulk_create(
        Quota(unit=unit, year=y, members=1, given_on=date(y - 1, 12, 20))
        for unit in [root, *cells]
        for y in years
    )
    Supervision.objects.bulk_create(
        Supervision(unit=cell, member="Người phụ trách", since=since) for cell in cells
    )
    return cells


@transaction.atomic
def add_people(random: Random, cells: list[Unit], count: int) -> None:
    """People of every stage with the steps behind them, over five years."""
    names, youth = NameBook(random), Organisation.objects.get(code=Organisation.YOUTH_UNION)
    stages = random.choices(list(SPREAD), list(SPREAD.values()), k=count)
    people, trails = [], []
    for stage in stages:
        trail = road_to(random, stage)
        people.append(somebody(random, names, random.choice(cells), trail))
        trails.append(trail)
    Candidate.objects.bulk_create(people, batch_size=1000)
    through = Candidate.memberships.through
    through.objects.bulk_create(
        [through(candidate=person, organisation=youth) for person in people if random.random() < 0.6],
        batch_size=1000,
    )
    StageEvent.objects.bulk_create(
        [
            StageEvent(
                candidate=person,
                stage=stage,
                unit=person.unit,
                happened_on=day,
                document_number=f"{day:%j}-NQ/CB",
            )
            for person, trail in zip(people, trails, strict=True)
            for stage, day in trail
        ],
        batch_size=1000,
    )


@transaction.atomic
def add_dossiers(random: Random) -> None:
    """Whoever has been let to start his papers has them: six ticks, two helpers, one request to verify."""
    papers, introducers, requests = [], [], []
    opened = StageEvent.objects.filter(stage=Stage.OPENED, candidate__papers=None)
    for pk, day in opened.values_list("candidate_id", "happened_on"):
        papers += [Paper(candidate_id=pk, form=form, dated_on=day) for form in BEFORE_THE_VOTE]
        introducers += [
            Introducer(
                candidate_id=pk, name=f"Lò Văn {n}", together_since=day - timedelta(days=800), assigned_on=day
            )
            for n in ("Một", "Hai")
        ]
        replied = None if random.random() < 0.1 else day + timedelta(days=20)
        requests.append(
            Verification(candidate_id=pk, asked="Đảng ủy xã Khe", sent_on=day, replied_on=replied)
        )
    for rows in (papers, introducers, requests):
        type(rows[0]).objects.bulk_create(rows, batch_size=1000)


def road_to(random: Random, stage: Stage) -> list[tuple[Stage, date]]:
    """The steps up to a stage, oldest first; months lie between them, a year between ceremony and review."""
    day = timezone.localdate() - timedelta(days=random.randint(1, STANDING.get(stage, YEARS * 365)))
    before = ROAD[: ROAD.index(stage)] if stage is not Stage.OUT else ROAD[: random.randint(1, 4)]
    trail = [(stage, day)]
    for earlier in reversed([s for s in before if s not in LACKS[Route.DIRECT]]):
        day -= timedelta(days=380 if trail[-1][0] is Stage.REVIEW_VOTED else random.randint(6, 60))
        trail.append((earlier, day))
    return trail[::-1]


def somebody(random: Random, names: NameBook, unit: Unit, trail: list[tuple[Stage, date]]) -> Candidate:
    male, people = random.random() < 0.5, random.choice(list(WORDS))
    person = Candidate(
        birth_date=trail[0][1] - timedelta(days=random.randint(19 * 365, 45 * 365)),
        sex="male" if male else "female",
        ethnic_group=people,
        religion="Không",
        occupation=random.choice(Occupation.values),
        schooling="upper_secondary",
        unit=unit,
        stage=trail[-1][0],
        stage_since=trail[-1][1],
    )
    person.set_name(names.name(people, male=male))
    return person


def signed_in() -> Client:
    """A browser of the office. No test environment is set up, so templates render as in production."""
    root = Unit.objects.get(parent=None)
    client = Client(SERVER_NAME="localhost")
    client.force_login(Officer.objects.create_user("office", role=Role.OFFICE, unit=root))
    return client


def visit(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")


def statements_of(client: Client, address: str) -> list[tuple[str, tuple]]:
    """What one visit asks of the database, with its parameters."""
    seen = []

    def note(execute, sql, params, many, context):
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        visit(client, address)
    return seen


def measure(client: Client, page: str, address: str) -> Measured:
    """Page and bare statements in turn, so that both meet the same weather."""
    visit(client, address)
    statements = statements_of(client, address)
    whole, bare = [], []
    for _ in range(REPEATS):
        gc.collect()
        whole.append(seconds(lambda: visit(client, address)))
        bare.append(seconds(lambda: execute(statements)))
    return Measured(page, len(statements), 1000 * median(bare), 1000 * median(whole))


def execute(statements: list[tuple[str, tuple]]) -> None:
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()


def seconds(act) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def report(measured: list[Measured], few: dict[str, int]) -> int:
    people, steps = Candidate.objects.count(), StageEvent.objects.count()
    decided = Candidate.objects.filter(stage__in=DECIDED_OR_LATER).count()
    say(
        f"{connection.vendor}: {Unit.objects.count()} units, {people} people ({decided} decided), {steps} steps"
    )
    say(f"{'page':<22}{'SQL at 10':>10}{'at 10,000':>11}{'bare SQL ms':>13}{'page ms':>10}{'ratio':>8}")
    faults = []
    for m in measured:
        say(f"{m.page:<22}{few[m.page]:>10}{m.statements:>11}{m.bare:>13.1f}{m.whole:>10.1f}{m.ratio:>8.2f}")
        if m.ratio > RATIO_ALLOWED:
            faults.append(f"{m.page}: {m.ratio:.1f} times its SQL, {RATIO_ALLOWED} are allowed.")
        if m.statements > few[m.page]:
            faults.append(f"{m.page}: the number of statements grows with the people.")
    say(f"Medians of {REPEATS}. {PEER}")
    say("\n".join(faults) or "All within bounds.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
