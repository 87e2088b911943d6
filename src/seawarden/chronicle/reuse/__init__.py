"""What one text took from another: passages in common, what was changed or left out."""
