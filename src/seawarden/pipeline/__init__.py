"""The only place that joins the steps: one file a verb."""
