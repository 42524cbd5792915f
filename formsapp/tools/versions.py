"""The tool that a version holds."""

import json
from collections import OrderedDict
from threading import Lock

from formsapp.tools.models import ToolVersion
from tool_definitions.tool import Tool

#: More versions than one partnership has in use at a time.
KEPT = 64

_kept: OrderedDict[tuple[int, str], Tool] = OrderedDict()
_lock = Lock()


class DocumentChangedError(Exception):
    """The stored document of a version is not the one whose fingerprint was recorded."""


def tool_of(version: ToolVersion) -> Tool:
    """The tool of this version, read from its document once per process.

    A version never changes under its id and fingerprint, so what was read is kept; the least used go first.
    """
    name = (version.id, version.fingerprint)
    with _lock:
        if name in _kept:
            _kept.move_to_end(name)
            return _kept[name]
    tool = _read(version)
    with _lock:
        _kept[name] = tool
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return tool


def _read(version: ToolVersion) -> Tool:
    tool = Tool.model_validate(json.loads(version.document))
    if tool.fingerprint != version.fingerprint:
        raise DocumentChangedError(f"{version.key} {version.version}")
    return tool
