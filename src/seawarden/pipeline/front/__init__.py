"""The verbs as Python and the command line call them: one file a verb, and the open docket.

`seawarden/__init__.py` hands these names on (`seawarden.watch`, `seawarden.patrol.plan`, ...), and
`cli/` prints what they return. Each verb takes what its command takes: the arguments by place, the
options by name (`--start-time` is `start_time`) with the same defaults. On top of them a verb that
works long takes `progress(what, share)`, called as it goes on with `share` from 0 to 1; the
command line has `--json` instead.
"""
