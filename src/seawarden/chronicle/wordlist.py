"""A list of words, written as a line of text."""


def wordlist(text: str) -> list[str]:
    """Return the words of `text`: how this room writes its closed lists, so that they read."""
    return text.split()
