"""The source groups of the letters: which there are, how it is known who is in them, and the office's changes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from admissions import group_names
from admissions.forms.groups import GroupForm
from admissions.models import SourceGroup
from admissions.source_groups import how_told
from units.access import for_writers
from units.answers import CONFLICT, REFUSED


@require_http_methods(["GET", "HEAD", "POST"])
def source_group_list(request):
    """The groups by the letter that names them; the office adds further ones."""
    if request.method != "POST":
        return _list_page(request, GroupForm())
    if not request.user.may_write:
        raise PermissionDenied("Vai trò của đồng chí không dùng được chức năng này.")
    form = GroupForm(request.POST)
    if not form.is_valid():
        return _list_page(request, form, status=REFUSED)
    try:
        group = group_names.add(name=form.cleaned_data["name"])
    except group_names.Refused as refused:
        form.tell(refused.faults)
        return _list_page(request, form, status=REFUSED)
    messages.success(request, f"Đã thêm đối tượng «{group.name}».")
    return redirect("source_group_list")


def _list_page(request, form, *, status=200):
    by_letter: dict[str, list] = {letter.value: [] for letter in SourceGroup.Letter}
    for group in SourceGroup.objects.all():
        by_letter[group.letter].append((group, how_told(group)))
    context = {
        "sections": [(SourceGroup.Letter(letter).label, rows) for letter, rows in by_letter.items() if rows],
        "form": form,
        "may_write": request.user.may_write,
    }
    return render(request, "admissions/source_groups.html", context, status=status)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def source_group_edit(request, pk):
    """Rename a group, take it out of use or back, set the limit of few members."""
    group = get_object_or_404(SourceGroup, pk=pk)
    if request.method != "POST":
        return _edit_page(request, group, GroupForm(group=group))
    form = GroupForm(request.POST, group=group)
    if not form.is_valid():
        return _edit_page(request, group, form, status=REFUSED)
    typed = form.cleaned_data
    try:
        group_names.change(
            group,
            name=typed["name"],
            retired=typed["retired"],
            members_below=typed.get("members_below"),
            was=request.POST.get("was", ""),
        )
    except group_names.Refused as refused:
        form.tell(refused.faults)
        return _edit_page(request, group, form, status=REFUSED)
    except group_names.Stale as stale:
        return _edit_page(request, stale.group, form, status=CONFLICT, overtaken=True)
    messages.success(request, f"Đã ghi đối tượng «{typed['name']}».")
    return redirect("source_group_list")


def _edit_page(request, group, form, *, status=200, overtaken=False):
    context = {
        "group": group,
        "form": form,
        "told": how_told(group),
        "was": group_names.token(group),
        "overtaken": overtaken,
    }
    return render(request, "admissions/source_group_edit.html", context, status=status)
