"""Keys that several screens share."""

from __future__ import annotations

from textual.binding import Binding

CLOSE = Binding("escape", "close", "Back", key_display="Esc", tooltip="Close this and go back to where you were")
ANSWERS = Binding("f6", "go('answers')", "Answers", tooltip="Look at all your answers, change or clear one")
CHECKLIST = Binding("f7", "go('checklist')", "Checklist", tooltip="See what applies, may apply and is ruled out so far")
EXPORT = Binding("f8", "go('export')", "Export", tooltip="Write the checklist to a file")
UNDO = Binding("ctrl+z", "undo", "Undo", key_display="Ctrl+Z", tooltip="Take the last change of the case back; any number of them", priority=True)
REDO = Binding("ctrl+y", "redo", "Redo", key_display="Ctrl+Y", tooltip="Make the change again that was taken back last", priority=True)
FIND = Binding("ctrl+f", "find", "Find", key_display="Ctrl+F", tooltip="Look for words in every page of law and every article", priority=True)
JUMP = Binding("ctrl+g", "jump", "Go to", key_display="Ctrl+G", tooltip="Go to any section or question, and see how far each section has come", priority=True)
TABLE = Binding(
    "ctrl+o",
    "table",
    "Table",
    key_display="Ctrl+O",
    tooltip="See the list as a table: add rows, answer in place, copy, delete, paste from a spreadsheet",
    priority=True,
)
MORE = Binding("f12", "more", "More", tooltip="Read the plan, cases like this one or a document filled from your answers; judge the law on another day")
COMMANDS = Binding("ctrl+p", "commands", "Commands", key_display="Ctrl+P", tooltip="Look for a key by what it does, and press it", priority=True)
