"""The steps of `serve`: what the watch floor shows, and what its people did with it.

`desk.Desk` is one docket on one desk: the newest generation as a snapshot, the acts, and the
log. Every other file is one thing that the page asks of it. Nothing here knows of HTTP, and no
clock is read: `now_utc` is an argument.
"""
