"""Work that goes on while the page is up: answers as they come, what is made ready, what can be stopped."""
