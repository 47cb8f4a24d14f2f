"""All scenes: importing their modules is what makes them known."""

from __future__ import annotations

from tests.looks import scenes_documents, scenes_keys, scenes_lists, scenes_open_items, scenes_small
from tests.looks.stage import SCENES

MODULES = (scenes_small, scenes_lists, scenes_documents, scenes_keys, scenes_open_items)
ALL = tuple(SCENES.values())
