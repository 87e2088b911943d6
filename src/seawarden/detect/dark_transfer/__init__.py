"""Parts of `dark_sts`: one side silent, both sides silent, who could have met."""
