"""Acts on the tree told before they are done: what they would change, and which quotas to give again."""

from reports.regrouping.previewing import Preview, preview
from reports.regrouping.shares import Share, shares_of

__all__ = ["Preview", "Share", "preview", "shares_of"]
