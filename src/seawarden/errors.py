"""Every error that Seawarden raises on purpose.

    SeawardenError               one line for the user: the place, what came, what was expected
    +-- UsageError               the command or a parameter is wrong               (exit 2)
    +-- InputError               a file or table cannot be used                    (exit 1)
    |   +-- FormatError          the format is not known, or the file breaks it
    |   +-- SchemaError          a table lacks a column or holds the wrong type
    +-- OutputError              the output cannot be written                      (exit 1)

A bad *row* is no error: it is kept in REJECTS with its reason.
"""


class SeawardenError(Exception):
    """Base of all; `str(error)` is the one line that the user reads."""

    exit_code = 1


class UsageError(SeawardenError):
    """The command or a parameter is wrong."""

    exit_code = 2


class InputError(SeawardenError):
    """A file or table cannot be used."""


class FormatError(InputError):
    """The format of a file is not known, or the file breaks it."""


class SchemaError(InputError):
    """A table lacks a column or holds the wrong type."""


class OutputError(SeawardenError):
    """The output cannot be written."""
