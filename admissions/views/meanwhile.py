"""What another has saved since the page was opened, against what is typed."""

from datetime import date


def differences(form) -> list[tuple[str, str, str]]:
    """Where what was typed differs from what is saved now: label, saved, typed."""
    rows = []
    for name in form.changed_data:
        bound = form[name]
        rows.append((bound.label, _shown(bound.field, bound.initial), _shown(bound.field, bound.data)))
    return rows


def _shown(field, value) -> str:
    """A value of a field in words."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    values = value if isinstance(value, list | tuple) else [value]
    labels = {str(code): label for code, label in getattr(field, "choices", ())}
    words = [str(labels.get(str(getattr(v, "pk", v)), v)).strip() for v in values if v not in (None, "")]
    return ", ".join(words) or "để trống"
