"""A PDF that comes back, perhaps signed: what it carries, what it shows, and what its signatures cover.

Whoever sent it may have changed anything in it.
"""
