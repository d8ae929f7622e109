"""The command line: one file a group of commands, each with its options; parse, call, print, no logic."""
