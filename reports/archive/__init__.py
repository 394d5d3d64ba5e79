"""An installation, or a commune taken out of one, as a file that any engine can read back."""

from reports.archive.container import Archive, NotReadable
from reports.archive.restoring import Refused, restore
from reports.archive.taking_out import take_out

__all__ = ["Archive", "NotReadable", "Refused", "restore", "take_out"]
