"""Parts of `sts`: hull geometry, time alongside, evidence, bystanders."""
