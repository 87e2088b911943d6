"""The compiled code of the one pass: what one report, one leg and one grid time do to the facts.

Every argument is a record or a table of `layout`, or a row of `tables`; times are milliseconds
since 1970 UTC, positions AIS units (1/600000 deg), speeds knots, angles degrees, unless the name
says otherwise; what is not known is NaN.
"""
