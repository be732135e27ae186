"""Second pass over the stages: what each needs, and the lines by which it is done."""

from __future__ import annotations

from dataclasses import replace

from guide.diagnostics import suggest
from guide.journey import Stage
from guide.loader.files import Findings
from guide.loader.lines import LineReader
from guide.loader.raw import Declared, texts


def link_stages(declared: Declared, findings: Findings) -> dict[str, Stage]:
    """All stages with their lines read, in the authors' order."""
    reader = StageLinker(declared, findings)
    return {id: reader.stage(stage) for id, stage in declared.stages.items()}


class StageLinker(LineReader):
    """Reads the lines of stages."""

    def stage(self, stage: Stage) -> Stage:
        """One stage. What it needs must stand above it, so that no two wait for one another."""
        raw, ids = self.declared.raw_stages[stage.id], list(self.declared.stages)
        above = ids[: ids.index(stage.id)]
        needs = texts(raw.table.get("needs"))
        for index, id in enumerate(needs):
            if id in ids and id not in above:
                self.findings.error("R107", f"`{stage.id}` needs `{id}`, which does not stand above it", raw.at("needs", index), "put the stages in order")
            elif id not in ids:
                near = suggest(id, above)
                help = f"did you mean `{near}`?" if near else "name a stage that stands above"
                self.findings.error("R107", f"there is no stage `{id}`", raw.at("needs", index), help)
        return replace(stage, needs=tuple(id for id in needs if id in above), done_when=self.lines(raw, "done_when", {}))
