"""A Word file back from the other side: what it says, where that differs from ours, what to do about it."""
