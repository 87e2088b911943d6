"""Which time a detector looks at.

cut       the facts of a span, as a scan of that span would leave them
periods   conduct that is judged by a record of weeks: period by period
"""
