"""The application for a WSGI server: `gunicorn --config gunicorn.conf.py wsgi:application`."""

import sys

from formsapp import create_app
from formsapp.settings import UNSAFE_CONFIGURATION, UnsafeSettingsError

try:
    application = create_app()
except UnsafeSettingsError as error:
    for problem in error.problems:
        print(f"will not start: {problem}", file=sys.stderr)  # noqa: T201  there is no log yet
    sys.exit(UNSAFE_CONFIGURATION)
