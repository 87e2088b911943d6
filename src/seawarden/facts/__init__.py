"""The one pass: reports in time order to hulls, stays, silences, jumps, claims and contacts.

    span = engine.threads.span_of(archive.scan(...))       # memory layout, combines
    facts = facts.tables.tables(span)                      # tables of the data dictionary
    claims = facts.claims.claims(archive.statics_by_day(), facts.hulls, facts.jumps)

See docs/facts.md for the rules and the law that facts of neighbouring spans combine.
"""
