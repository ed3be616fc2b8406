"""The command line: options in, one call of the pipeline, problems out, exit code. Each module of commands adds its own to `main`."""

from scodata.cli import checking as checking
from scodata.cli import versions as versions
from scodata.cli.frame import main as main
