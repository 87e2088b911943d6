"""Published rules, written anew to stand beside ours."""
