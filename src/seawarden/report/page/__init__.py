"""`report.html`: the docket as one page."""
