"""Times as crews type them and as files carry them: always UTC."""

from datetime import UTC, datetime

from ..errors import FormatError


def read_time(text: str, place: str) -> datetime:
    """Return a time in UTC; without a zone it is taken as UTC. Raises FormatError."""
    try:
        time = datetime.fromisoformat(text.strip().replace(" UTC", ""))
    except ValueError as error:
        raise FormatError(f"{place}: '{text}', expected UTC as 2024-04-15T03:20:00Z") from error
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def iso(time: datetime) -> str:
    """Return a UTC time as ISO 8601 with milliseconds only where there are some."""
    text = time.strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{time.microsecond // 1000:03d}Z" if time.microsecond >= 1000 else f"{text}Z"
