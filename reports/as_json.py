"""The figures as the JSON object that scripts and other systems rely on."""

from __future__ import annotations

from reports.figures import GROUPS, LEDGER, Figures
from reports.rates import rounded


def figures_as_json(figures: Figures, *, with_children: bool = True) -> dict:
    """One plain object for a unit, with the same object for each direct child (without its children)."""
    node = figures.node
    told = {
        "year": figures.period.year,
        "as_of": figures.period.as_of.isoformat(),
        "period": figures.period.name,
        "unit": {"code": node.code, "name": node.name, "kind": node.kind},
        "members_base": figures.members_base,
        "base_date": figures.base_date.isoformat(),
        "base_kind": figures.rule.base,
        "admitted": figures.admitted,
        "admitted_same_period_last_year": figures.admitted_last_year,
        "waiting_decision": figures.waiting_decision,
        "in_pipeline": figures.in_pipeline,
        "quota": figures.members_quota,
        "quota_children_sum": figures.children_quota,
        "completion": rounded(figures.completion),
        "rate": rounded(figures.rate),
        "target_min": rounded(figures.rule.target_min),
        "target_max": rounded(figures.rule.target_max),
        "needed_min": figures.needed_min,
        "needed_max": figures.needed_max,
        "missing_min": figures.missing_min,
        "pupils_admitted": figures.pupils_admitted,
        "pupils_quota": figures.pupils_quota,
        "recognised_in_year": figures.recognised,
        "sent_to_class_in_year": figures.trained,
        "ledger": _ledger(figures),
        "groups": {
            group: {"count": figures.counts[group], "share": rounded(figures.share(group))}
            for group in GROUPS
        },
        "flags": [
            {"code": flag.code, "clause": flag.clause, "detail": flag.detail} for flag in figures.flags
        ],
    }
    if figures.later_tree:
        told["tree"] = "now"
    if with_children:
        told["children"] = [figures_as_json(c, with_children=False) for c in figures.standing_children()]
    return told


def _ledger(figures: Figures) -> dict:
    lines = {line: figures.counts[line] for line in LEDGER}
    if figures.regrouped:
        lines["regrouped"] = figures.regrouped
    return {"opening": figures.opening, "admitted": figures.admitted, **lines, "closing": figures.closing}
