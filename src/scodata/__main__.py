"""`python -m scodata`."""

from scodata.cli import main

main(prog_name="scodata")
