"""The steps of `case`: what a package encloses, running it again, the fields of the file, editions.

select        which rows of a docket a case needs, to be found again from them alone
enclosed      those rows as files of a package, and read back
source_lines  the lines as they stood in the source, and reading them again
rerun         facts, detectors, screening and case, on what is enclosed
compare       every number of the file beside the one that comes out
fields        the fields of the case file, with their markings
export, verify, merge, oil_ledger   the verbs
editions      who may see what, and `share`
"""
