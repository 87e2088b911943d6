"""The watch on a cluster: the same steps, each by workers that read for themselves.

shared     the folder that workers and driver share, and what is kept in it
reading    each source by a worker, each day of the archive put together by a worker
spans      the one pass span by span, and the spans combined along time
tables     the fact tables, what was claimed, what was learnt
stretches  detection by stretches of time and by area
watch      all of it, in order
"""
