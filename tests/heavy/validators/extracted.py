"""Prints, as JSON, the JSON-LD that extruct finds in an HTML page."""

import json
import sys
from pathlib import Path

import extruct

print(json.dumps(extruct.extract(Path(sys.argv[1]).read_text(encoding="utf-8"), syntaxes=["json-ld"])["json-ld"]))
