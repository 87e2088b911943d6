"""A file by the name that somebody wrote, inside one folder and nowhere else."""

from pathlib import Path


def inside(folder: Path, name: str) -> Path | None:
    """Return the file; None where none of that name lies in the folder or below it.

    A name that leads out of the folder, by itself or by a symbolic link, is none: reading it would
    tell what lies elsewhere on this machine.
    """
    try:
        path = (folder / name.replace("\\", "/")).resolve()
        return path if folder.resolve() in path.parents and path.is_file() else None
    except (OSError, ValueError):  # too long, a loop of links, a NUL
        return None
