"""Which tree a page adds up by, as its address says: `cay=nay` is today's, else that of the period."""

NOW = "nay"


def tree_asked(request) -> str:
    """`now` or `then`."""
    return "now" if request.GET.get("cay") == NOW else "then"
