"""The checklist for those who read it: everybody, one role, or the cabinet that decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from guide.agreement import Agreement
from guide.checklist import Entry
from guide.outcome import Outcome
from guide.privacy import withheld
from guide.render import markdown
from guide.render.appendix import about, contradictions, defects, law, notes
from guide.render.comparison import side_by_side
from guide.render.escaping import escape
from guide.render.open import still_open
from guide.render.report import Report
from guide.words import role_name

EVERYTHING, CABINET = "everything", "cabinet"
ROLE = "role "


def render(audience: str, title: str, outcome: Outcome, agreement: Agreement, overridden: Collection[str] = ()) -> str:
    """The checklist in Markdown for `everything`, the `cabinet`, or `role ROLE`; `overridden` are the entries that it was decided not to follow."""
    if audience == EVERYTHING:
        return markdown.render(title, outcome, agreement, overridden)
    if audience == CABINET:
        return cabinet(title, outcome, agreement, overridden)
    return role_sheet(title, outcome, agreement, audience.removeprefix(ROLE), overridden)


def cabinet(title: str, outcome: Outcome, agreement: Agreement, overridden: Collection[str] = ()) -> str:
    """The appendix to a report that asks for a decision: the options, the risks, the legal basis, and what is not known yet."""
    outcome = withheld(outcome)
    report = Report(outcome)
    parts = [
        *markdown.head(f"{title or 'Checklist'}: appendix to the report", report),
        *defects(agreement),
        *contradictions(outcome),
        *markdown.routes(report, "Options"),
        *side_by_side(report, "Options side by side"),
        *markdown.warnings(report, "Risks"),
        *markdown.register(report),
        *markdown.by_stage(report, "What is not allowed", [entry for entry in report.applying("item") if entry.level == "prohibited"]),
    ]
    parts += [
        *markdown.decided(report, report.live(), overridden, parts),
        *markdown.dates(report),
        *still_open(report),
        *notes(report),
        *law(report, "Legal basis"),
        *about(outcome, agreement),
    ]
    return "\n".join(parts).rstrip() + "\n"


def role_sheet(title: str, outcome: Outcome, agreement: Agreement, role: str, overridden: Collection[str] = ()) -> str:
    """What one role has to do, by when and why, and what it may have to do."""
    outcome = withheld(outcome)
    report = RoleReport(outcome, role)
    parts = [
        *markdown.head(f"{title or 'Checklist'}: {role_name(outcome.rulebook, role)}", report),
        *defects(agreement),
        *contradictions(outcome),
        *markdown.dates(report),
        *markdown.warnings(report),
        *markdown.by_stage(report, "What to do", report.applying("item")),
        *markdown.register(report),
        *still_open(report),
        *markdown.by_stage(report, "What may apply", report.maybe("item")),
    ]
    parts += [
        *markdown.decided(report, report.live(), overridden, parts),
        *notes(report),
        *law(report),
        *about(outcome, agreement),
    ]
    if not any((report.applying(), report.maybe())):
        parts += ["", f"There is nothing for this role: {escape(role_name(outcome.rulebook, role))}."]
    return "\n".join(parts).rstrip() + "\n"


class RoleReport(Report):
    """A report with the entries that one role acts on."""

    def __init__(self, outcome: Outcome, role: str) -> None:
        self.role = role
        super().__init__(outcome)

    def live(self) -> list[Entry]:
        """What applies and may apply and the role acts on."""
        return [entry for entry in super().live() if entry.who == self.role]

    def chosen(self, entries: Iterable[Entry], kinds: tuple[str, ...]) -> list[Entry]:
        """Entries within the topics that the role acts on."""
        return [entry for entry in super().chosen(entries, kinds) if entry.who == self.role]
