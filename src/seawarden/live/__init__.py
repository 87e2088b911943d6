"""The feed: cut into short spans of time, through the same functions as a watch of files.

front       `seawarden.live`, the verb; run: what it does, turn by turn
params      every threshold; options: what the verb is given
log         the write-ahead log: lines as they came, checksums, what is acknowledged
intake      from lines to the log and through the readers, source by source
spans       reports to spans of time and their facts, late ones too
meetings/   open meetings, stage by stage, and what was announced of them
docket      a generation of the docket from what has come so far
sources/    where lines come from: one kind of source a file
"""
