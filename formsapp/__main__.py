"""`python -m formsapp` is `formsapp`."""

from formsapp.cli import main

main(prog_name="formsapp")
