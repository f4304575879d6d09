"""The commands, one module a group: each takes what was typed and an `Assistant`, and prints what `display/` makes."""
