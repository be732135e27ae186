"""The widgets of the interview, one a file."""
