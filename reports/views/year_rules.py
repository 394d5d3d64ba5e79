"""How each year is counted: the rules of a committee by year, and their change, looked through before it is written."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from reports.forms.year_rules import YearRuleForm
from reports.rule_effects import effects_of, years_touched
from units import year_rules as writer
from units.access import for_writers
from units.answers import CONFLICT, REFUSED
from units.forms import FIRST_YEAR
from units.models import BANDED, Unit, YearRule, YearRuleChange
from units.models.rule import in_words
from units.reviews_owed import ids_in
from units.tree import rule_for

YEARS_OFFERED = 6  # to choose from: next year, this one and those before
CHANGES_SHOWN = 30


def committees_of(officer) -> list[Unit]:
    """The roots, communes and provinces in the officer's scope or above it: their rules decide what his figures say."""
    paths = Unit.objects.visible_to(officer).values_list("path", flat=True)
    ids = {pk for path in paths for pk in ids_in(path)}
    committees = Unit.objects.filter(Q(parent=None) | Q(kind__in=BANDED)).order_by("path")
    return [unit for unit in committees if unit.pk in ids]


def may_change(officer, root: Unit) -> bool:
    """Whether the committee's rules are the officer's to change: its own office, or an administrator."""
    return officer.may_write and Unit.objects.visible_to(officer).filter(pk=root.pk).exists()


@require_safe
def year_rules(request):
    """The rules of every committee that the officer belongs to, by year, with their documents and what was changed."""
    this_year = timezone.localdate().year
    committees = committees_of(request.user)
    rules, log = (
        _by_root(YearRule.objects.order_by("year").select_related("directive"), committees),
        _log(committees),
    )
    own = (
        set(Unit.objects.visible_to(request.user).values_list("pk", flat=True))
        if request.user.may_write
        else ()
    )
    counting = {pk for pk, rows in rules.items() if rows[0].year <= this_year}
    told = [
        {
            "unit": unit,
            "log": log.get(unit.pk, [])[:CHANGES_SHOWN],
            "may_change": unit.pk in own,
            "follows": _follows(unit, committees, counting),
            **_spans(rules.get(unit.pk, []), this_year),
        }
        for unit in committees
    ]
    context = {
        "roots": [each for each in told if each["rules"] or each["unit"].parent_id is None],
        "without": [
            each for each in told if not each["rules"] and each["follows"] and not each["unit"].closed_on
        ],
        "this_year": this_year,
        "offered": [this_year + 1 - back for back in range(YEARS_OFFERED + 1)],
    }
    return render(request, "reports/year_rules.html", context)


def _follows(unit: Unit, committees: list[Unit], counting: set[int]) -> Unit | None:
    """Whose rule counts for a committee without one of its own: the nearest above it that has one, else its root."""
    above = [each for each in committees if each.pk in ids_in(unit.path)[:-1]]
    with_rule = [each for each in above if each.pk in counting]
    return (with_rule[-1:] or above[:1] or [None])[0]


def _by_root(rows, roots: list[Unit]) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows.filter(root__in=roots):
        found.setdefault(row.root_id, []).append(row)
    return found


def _log(roots: list[Unit]) -> dict[int, list[YearRuleChange]]:
    return _by_root(YearRuleChange.objects.newest().select_related("recorded_by"), roots)


def _spans(rows: list[YearRule], this_year: int) -> dict:
    """A committee's rules, the newest first, each with the last year it holds in, and whether it counts this year."""
    spans = zip(rows, [*(row.year - 1 for row in rows[1:]), None], strict=False)
    return {
        "rules": [
            {"rule": row, "until": end, "now": row.year <= this_year and (end is None or this_year <= end)}
            for row, end in reversed(list(spans))
        ],
        "shipped": YearRule(year=this_year),
        "is_shipped": not rows or rows[0].year > this_year,
    }


def root_or_404(officer, pk: int) -> Unit:
    root = next((unit for unit in committees_of(officer) if unit.pk == pk), None)
    if root is None:
        raise Http404("Không có đảng bộ này trong phạm vi của đồng chí.")
    return root


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def year_rule_edit(request, pk, year):
    """The rule of a year from which it shall count so: typed, shown what it changes, then written."""
    root = root_or_404(request.user, pk)
    if not may_change(request.user, root):
        raise PermissionDenied("Quy ước năm do văn phòng của đảng bộ đặt.")
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year + 1:
        raise Http404("Năm ngoài phạm vi phần mềm.")
    seen, before = root.rule_changes.all().last_id(), rule_for(root.pk, year, today)
    posted = request.POST if request.method == "POST" else None
    form = YearRuleForm(posted, before=before, root_id=root.pk, year=year)
    context = {
        "root": root,
        "year": year,
        "today": today,
        "form": form,
        "before": before,
        "until": writer.last_year_of(root, year),
        "seen": seen,
    }
    return _page(request, context) if request.method != "POST" else _posted(request, context)


def _posted(request, context):
    form, root = context["form"], context["root"]
    valid, newer = form.is_valid(), writer.newer(root, _seen(request))
    if newer:
        return _overtaken(request, context, newer)
    if not valid:
        return _page(request, context, REFUSED)
    if not form.differences:
        messages.info(request, "Không có gì thay đổi.")
        return redirect("year_rules")
    try:
        if request.POST.get("confirmed") != form.digest:
            return _preview(request, context)
        _write(request, context)
    except writer.Stale as stale:
        return _overtaken(request, context, stale.newer)
    messages.success(request, f"Đã ghi quy ước từ năm {context['year']} của {root}.")
    return redirect("year_rules")


def _seen(request) -> int:
    """The last row of the log that the page knew; none where that cannot be read."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _write(request, context):
    form = context["form"]
    return writer.change(
        form.draft,
        basis=form.basis,
        reason=form.cleaned_data["reason"],
        seen=context["seen"],
        by=request.user,
        on=context["today"],
    )


def _overtaken(request, context, newer):
    """Somebody was quicker: what he wrote, and what saving again would change of it."""
    form = context["form"]
    kept = in_words(form.differences) if form.is_valid() else None
    return _page(request, {**context, "newer": newer, "kept": kept, "seen": newer[-1].pk}, CONFLICT)


def _preview(request, context):
    """What would change in the rule and in the figures; the button that writes carries the digest of what was seen."""
    form, today = context["form"], context["today"]
    years, more = years_touched(context["year"], context["until"], today.year)
    effects = list(effects_of(lambda: _write(request, context), context["root"], years, today=today))
    preview = {
        "lines": in_words(form.differences),
        "effects": [effect for effect in effects if effect.changes],
        "years": years,
        "more_years": more,
        "past": [effect.year for effect in effects if effect.past and effect.changes],
        "digest": form.digest,
    }
    return _page(request, {**context, **preview})


def _page(request, context, status: int = 200):
    return render(request, "reports/year_rule_form.html", context, status=status)
