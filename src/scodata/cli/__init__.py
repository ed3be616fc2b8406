"""The command line: options in, one call of the pipeline, problems out, exit code. Each module of commands adds its own to `main`."""

from scodata.cli import asking as asking
from scodata.cli import beginning as beginning
from scodata.cli import checking as checking
from scodata.cli import completing as completing
from scodata.cli import desk as desk
from scodata.cli import drafting as drafting
from scodata.cli import exporting as exporting
from scodata.cli import forms as forms
from scodata.cli import publishing as publishing
from scodata.cli import reports as reports
from scodata.cli import site as site
from scodata.cli import versions as versions
from scodata.cli import writing as writing
from scodata.cli.frame import main as main
