"""What the office wants done to the tree, a class an act: values only, nothing is read or written here."""

from __future__ import annotations

from dataclasses import dataclass

from units.models import Reorganisation, Unit

Act = Reorganisation.Act


@dataclass(frozen=True)
class Newcomer:
    """A unit that is yet to be founded, as typed."""

    code: str
    name: str
    kind: str
    owes_pupil: bool = False
    secretary: str = ""

    def __str__(self):
        return self.name


@dataclass(frozen=True)
class Found:
    """A new unit under `parent`; without a parent a new root, which only a committee can be."""

    parent: Unit | None
    newcomer: Newcomer
    act = Act.FOUND


@dataclass(frozen=True)
class Alter:
    """The unit with another name, kind or parent, any of them at once; all three as they are to be from that day.

    `parent` is None only for a root that stays one.
    """

    unit: Unit
    name: str
    kind: str
    parent: Unit | None
    act = Act.ALTER


@dataclass(frozen=True)
class Merge:
    """The units close into another one, which takes over their members and what stands below them.

    `into` stands already or is founded by the same document. `name` and `kind` are those that a standing one has
    from that day; None: it keeps them.
    """

    units: tuple[Unit, ...]
    into: Unit | Found
    name: str | None = None
    kind: str | None = None
    act = Act.MERGE


@dataclass(frozen=True)
class Part:
    """One part of a unit that is split: where it goes, how many members, which of the units below go with it."""

    to: Unit | Found
    members: int
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class Split:
    """Parts of a unit go to other ones, new or standing.

    Without a `successor` the unit stays and keeps the rest. Otherwise it closes and `parts[successor]` takes over
    what is left: members not told, and units below that go with no other part.
    """

    unit: Unit
    parts: tuple[Part, ...]
    successor: int | None = None
    act = Act.SPLIT


@dataclass(frozen=True)
class Close:
    """The unit closes; a standing one takes it over, with what stands below it."""

    unit: Unit
    into: Unit
    act = Act.CLOSE


@dataclass(frozen=True)
class Leave:
    """The unit goes out of the installation with all that stands below it; `elsewhere` says in words where to.

    It stays, closed, where it hung, so what it did before still counts there.
    """

    unit: Unit
    elsewhere: str
    act = Act.LEAVE


@dataclass(frozen=True)
class Above:
    """A new root over roots of today: a province above its communes."""

    newcomer: Newcomer
    roots: tuple[Unit, ...]
    act = Act.ABOVE


Plan = Found | Alter | Merge | Split | Close | Leave | Above
