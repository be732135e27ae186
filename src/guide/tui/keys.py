"""Keys that several screens share."""

from __future__ import annotations

from textual.binding import Binding

CLOSE = Binding("escape", "close", "Back", key_display="Esc", tooltip="Close this and go back to where you were")
ANSWERS = Binding("f6", "go('answers')", "Answers", tooltip="Look at all your answers, change or clear one")
CHECKLIST = Binding("f7", "go('checklist')", "Checklist", tooltip="See what applies, may apply and is ruled out so far")
EXPORT = Binding("f8", "go('export')", "Export", tooltip="Write the checklist to a file")
