"""What was advised, looked at again: `whichrole replay` and `whichrole impact`."""
