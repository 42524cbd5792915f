"""Pages of figures load neither pandas nor matplotlib: in a process of its own, since other tests load both."""

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
from formsapp import create_app
from formsapp.database import database
from formsapp.migrations.alembic_config import config_for
from alembic import command
from tests.builders import make_audit, make_person
from tests.conftest import CheckedClient, settings_for_tests
from tests.results.audit_with_returns import submit

app = create_app(settings_for_tests("sqlite:///" + sys.argv[1]))
app.test_client_class = CheckedClient
with app.app_context():
    with database().engine.connect() as connection:
        command.upgrade(config_for(connection), "head")
        connection.commit()
    with database().transaction() as session:
        audit = make_audit(session, state="reporting")
        returns = [submit(session, audit, {"leadership.a": "met", "leadership.b": "met"}) for _ in range(6)]
        chair = make_person(session, "chair", audit=audit)
        ids = audit.id, returns[0].id
client = app.test_client().sign_in(chair)
client.post_form(f"/audits/{ids[0]}/findings", {"do": "draft"})
for path in (
    f"/audits/{ids[0]}/results?by=phase",
    f"/audits/{ids[0]}/results/questions/leadership.a",
    f"/audits/{ids[0]}/results.csv",
    f"/returns/{ids[1]}/score",
    f"/audits/{ids[0]}/findings",
    f"/audits/{ids[0]}/report",
    "/reports",
):
    assert client.get(path).status_code == 200, path
print(sorted({"pandas", "matplotlib"} & sys.modules.keys()))
"""


def test_no_page_of_figures_loads_pandas_or_matplotlib(tmp_path):
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "pages.sqlite")]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip().endswith("[]")
