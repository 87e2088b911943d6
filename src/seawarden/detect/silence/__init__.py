"""Parts of `gap`: reports expected, reception, where a silent ship can be."""
