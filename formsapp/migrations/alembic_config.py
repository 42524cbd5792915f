"""Alembic without a file of its own: the connection and the tables are handed over."""

from pathlib import Path

from alembic.config import Config
from sqlalchemy.engine import Connection

from formsapp.tables import METADATA


def config_for(connection: Connection) -> Config:
    """An Alembic configuration that works on this connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = METADATA
    return config
