"""Who may open what: one decorator for the role (403), one fetch for the scope (404)."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from units.models import EXPORTERS, OVERRIDE_READERS, WRITERS, Role, Unit


def for_roles(roles):
    """Let only officers of these roles into a view; others get 403. Sign-in itself is the middleware's."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.user.role not in roles:
                raise PermissionDenied("Vai trò của đồng chí không dùng được chức năng này.")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


for_writers = for_roles(WRITERS)
for_exporters = for_roles(EXPORTERS)
for_override_readers = for_roles(OVERRIDE_READERS)


def unit_or_404(officer, pk) -> Unit:
    """The unit, if it is in the officer's scope."""
    return get_object_or_404(Unit.objects.visible_to(officer), pk=pk)


def home_units(officer) -> list[Unit]:
    """The units an officer's pages open with: those he supervises, his own, or every root he sees.

    Roots are read once: an officer is loaded anew for every request.
    """
    if officer.role == Role.SUPERVISOR:
        return [unit for unit in officer.supervised if unit.closed_on is None]
    if officer.unit_id:
        return [officer.unit]
    if officer.roots is None:
        officer.roots = list(Unit.objects.visible_to(officer).filter(parent__isnull=True).order_by("path"))
    return officer.roots


def unit_by_code(code: str | None) -> Unit:
    """The unit with a code, or the installation's only root. Raises `LookupError`, in Vietnamese, if none fits."""
    if code:
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            raise LookupError(f"Không có đơn vị mang mã «{code}».")
        return unit
    roots = list(Unit.objects.filter(parent__isnull=True)[:2])
    if len(roots) != 1:
        raise LookupError("Chưa có đơn vị nào." if not roots else "Có nhiều đảng bộ gốc: hãy chọn mã đơn vị.")
    return roots[0]
