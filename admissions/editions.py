"""The one writer of editions: adds one, changes one; every change is logged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from admissions.models import Candidate, Edition, EditionChange
from admissions.regulation.values import VALUES
from admissions.rulebook import Rulebook
from admissions.touched import Touch, open_cases, resting_on, touched
from units.models import Officer

CARRIED = "mang sang từ "
NOT_ITS_TEXT = (
    "mang sang",
    "dẫn lại",
    "bộ câu hỏi",
    "thứ cấp",
    "chưa",
)  # words of sources that are not the text itself
IDENTITY = ("code", "document", "issued_on")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field of an edition as typed."""

    field: str
    text: str


class Refused(ValueError):
    """An edition that makes no sense or lacks a reason; `faults` tells everything at once."""

    def __init__(self, faults: Sequence[Fault]):
        self.faults = list(faults)
        super().__init__(" ".join(fault.text for fault in faults))


class Stale(ValueError):
    """Somebody has changed editions since the page was opened; `newer` are the log's rows it did not show."""

    def __init__(self, newer: Sequence[EditionChange]):
        self.newer = list(newer)
        super().__init__("Quy định vừa có thay đổi từ lúc mở trang.")


def last_change(edition: Edition | None = None) -> int:
    """Id of the log's last row, of one edition or of all: what a writer must still find in place."""
    return _log(edition).last_id()


def newer(seen: int, edition: Edition | None = None) -> list[EditionChange]:
    """The rows of the log, of one edition or of all, that a page which knew the row `seen` did not show."""
    return list(_log(edition).after(seen).select_related("recorded_by", "edition"))


def _log(edition: Edition | None):
    return edition.log.all() if edition else EditionChange.objects.all()


def copy_of(edition: Edition) -> Edition:
    """A draft of the next edition: the same values, none of them read yet, each told where it was taken from."""
    sources = {name: _carried(edition, name) for name in VALUES if name != "in_force_on"}
    values = {name: getattr(edition, name) for name in VALUES if name != "in_force_on"}
    return Edition(**values, sources=sources, unverified=list(VALUES))


def _carried(edition: Edition, name: str) -> str:
    source = edition.sources.get(name) or edition.document
    return source if source.startswith(CARRIED) else f"{CARRIED}{source}"


def snapshot(edition: Edition) -> dict[str, object]:
    """An edition as the log keeps it: identity, values, `sources.<value>`, `unverified.<value>`."""
    kept: dict[str, object] = {name: _plain(getattr(edition, name)) for name in (*IDENTITY, *VALUES)}
    kept |= {f"sources.{name}": edition.sources.get(name, "") for name in VALUES}
    return kept | {f"unverified.{name}": name in edition.unverified for name in VALUES}


def _plain(content):
    return content.isoformat() if isinstance(content, date) else content


def differences(before: Edition, after: Edition) -> dict[str, list]:
    """What differs, as {field: [before, after]}, in the order of the page."""
    old, new = snapshot(before), snapshot(after)
    return {name: [old[name], new[name]] for name in new if old[name] != new[name]}


def faults_in(draft: Edition, others: Iterable[Edition]) -> list[Fault]:
    """Everything that is wrong with an edition beside the others; what could not be read (None) is passed over."""
    return [*_identity_faults(draft, others), *_value_faults(draft), *_source_faults(draft)]


def _identity_faults(draft: Edition, others: Iterable[Edition]) -> Iterator[Fault]:
    for other in others:
        if draft.code and other.code.casefold() == draft.code.casefold():
            yield Fault("code", f"Đã có bản mang mã «{other.code}»: {other.document}.")
        if other.in_force_on == draft.in_force_on:
            yield Fault("in_force_on", f"{other.document} cũng có hiệu lực từ {other.in_force_on:%d/%m/%Y}.")
    if draft.issued_on and draft.issued_on > timezone.localdate():
        yield Fault("issued_on", f"Ngày {draft.issued_on:%d/%m/%Y} chưa đến.")
    if draft.issued_on and draft.in_force_on and draft.in_force_on < draft.issued_on:
        yield Fault("in_force_on", f"Có hiệu lực trước ngày ban hành ({draft.issued_on:%d/%m/%Y}).")


def _value_faults(draft: Edition) -> Iterator[Fault]:
    for value in VALUES.values():
        content = getattr(draft, value.name)
        if value.is_count and content is not None and not value.least <= content <= value.most:
            text = f"{content} {value.unit} là không hợp lý; từ {value.least} đến {value.most}."
            yield Fault(value.name, text)
    if None not in (draft.age_min, draft.age_max) and draft.age_max <= draft.age_min:
        yield Fault("age_max", f"Tuổi đến phải lớn hơn tuổi từ ({draft.age_min}).")


def _source_faults(draft: Edition) -> Iterator[Fault]:
    for name in VALUES:
        source = draft.sources.get(name, "")
        read = name not in draft.unverified
        if read and (not source or any(word in source for word in NOT_ITS_TEXT)):
            yield Fault(f"{name}_source", "Đã đối chiếu thì ghi văn bản và điểm đã đọc. Ví dụ: 294 4.3.1.")


def with_draft(rulebook: Rulebook, draft: Edition) -> Rulebook:
    """The rulebook as it would be with an edition added, or changed if it is one of them."""
    others = [edition.as_rule() for edition in Edition.objects.exclude(pk=draft.pk)]
    return replace(rulebook, editions=(*others, draft.as_rule()))


def touched_by(draft: Edition) -> list[Touch]:
    """The open dossiers of the whole installation that an edition added or changed like this would touch."""
    rulebook = Rulebook.read()
    return touched(open_cases(Candidate.objects.all()), rulebook, with_draft(rulebook, draft))


def has_dossiers(edition: Edition) -> bool:
    """Whether open dossiers of the installation rest on a stored edition."""
    return _any(resting_on(edition.code, open_cases(Candidate.objects.all()), Rulebook.read()))


def _any(found: Iterable) -> bool:
    return any(True for _ in found)


def needs_reason(edition: Edition, draft: Edition) -> bool:
    """Whether open dossiers rest on an edition before or after a change, or are touched by it."""
    cases, before = open_cases(Candidate.objects.all()), Rulebook.read()
    after = with_draft(before, draft)
    resting = (resting_on(edition.code, cases, before), resting_on(draft.code, cases, after))
    return any(map(_any, resting)) or bool(touched(cases, before, after))


@transaction.atomic
def add(draft: Edition, *, copied: Edition, seen: int, by: Officer | None) -> Edition:
    """Save a new edition, copied from another. `seen` is the last row of the log that the page knew.

    Raises `Stale` when editions have changed since, `Refused` with every reason when it makes no sense.
    """
    stored = _lock(seen)
    if faults := faults_in(draft, stored):
        raise Refused(faults)
    draft.save(force_insert=True)
    EditionChange.objects.create(
        edition=draft,
        changed_on=timezone.localdate(),
        reason=f"Thêm bản này, chép từ {copied.document}",
        recorded_by=by,
    )
    return draft


@transaction.atomic
def change(
    draft: Edition, *, changed_on: date, reason: str, seen: int, by: Officer | None
) -> EditionChange | None:
    """Save a stored edition as `draft` has it and log what became of what; None where nothing differs.

    Raises `Stale` as `add` does, `Refused` with every reason, a missing one among them where dossiers rest on it.
    """
    stored = _lock(seen, draft)
    before = next(edition for edition in stored if edition.pk == draft.pk)
    changes = differences(before, draft)
    if not changes:
        return None
    faults = faults_in(draft, [edition for edition in stored if edition.pk != draft.pk])
    if changed_on > timezone.localdate():
        faults.append(Fault("changed_on", f"Ngày {changed_on:%d/%m/%Y} chưa đến."))
    if not reason.strip() and needs_reason(before, draft):
        faults.append(Fault("reason", "Có hồ sơ đang mở áp dụng bản này: ghi lý do sửa."))
    if faults:
        raise Refused(faults)
    draft.save(force_update=True)
    return EditionChange.objects.create(
        edition=draft, changed_on=changed_on, reason=reason.strip(), changes=changes, recorded_by=by
    )


def _lock(seen: int, edition: Edition | None = None) -> list[Edition]:
    """Every edition, held until the change is written; `Stale` if the log has grown since."""
    stored = list(Edition.objects.select_for_update().order_by("pk"))
    if rows := newer(seen, edition):
        raise Stale(rows)
    return stored
