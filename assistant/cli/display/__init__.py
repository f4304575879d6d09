"""What the terminal shows: each module takes values of `assistant.types` and gives renderables of rich."""
