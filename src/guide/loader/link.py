"""Second pass over the rule files: lines, dates and citations, read with all names known."""

from __future__ import annotations

from guide.loader.calculated import FactLinker
from guide.loader.concluded import RuleLinker
from guide.loader.files import Findings
from guide.loader.items import ItemLinker
from guide.loader.raw import Declared
from guide.model import Item, Rule


def link(declared: Declared, findings: Findings) -> tuple[dict[str, Rule], dict[str, Item]]:
    """The rules and items that can be read; `declared` gets the lines of its facts and lists first, since the others name them."""
    facts = FactLinker(declared, findings)
    facts.link_facts()
    facts.share_help()
    return RuleLinker(declared, findings).link_rules(), ItemLinker(declared, findings).link_items()
