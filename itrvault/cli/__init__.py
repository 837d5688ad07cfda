"""The command line: one command a file, thin over the same rooms as the window."""
