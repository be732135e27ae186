"""The screens of the interview, one a file."""
