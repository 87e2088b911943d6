"""Where the pass runs: on the threads of one machine."""
