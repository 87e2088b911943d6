"""Learning, apart from detecting: what closed days say of reception, ships and places.

context      CONTEXT: what was learnt, as typed parts, as a table, and its hash
learn        `learn(facts) -> Context`: every part, one after the other
coverage_sums  reports heard and ships present, by cell and hour: reception is made from them
reception    how well silent ships would have been heard: the sums of COVERAGE, and history
bursts       how much silences come in bursts: the shape of the negative binomial
prior        how common deliberate silences are: empirical Bayes
"""
