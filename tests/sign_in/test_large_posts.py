"""Whoever is not signed in can fill neither memory nor disk."""

import pytest

LARGE = 3 * 1024 * 1024


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/sign-in", "/register/import", "/sign-out", "/invitation/none"])
def test_a_large_file_from_outside_is_refused_before_it_is_read(client, path):
    answer = client.post(
        path,
        data=b"--b--",
        content_type="multipart/form-data; boundary=b",
        environ_overrides={"CONTENT_LENGTH": str(LARGE)},
    )
    assert answer.status_code == 413
