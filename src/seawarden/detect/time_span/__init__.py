"""Which time a detector looks at.

cut       the facts of a span, as a scan of that span would leave them
part      the events that start in a part of time, from the facts around it
periods   conduct that is judged by a record of weeks: period by period
"""
