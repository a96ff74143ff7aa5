#!/usr/bin/python3
"""pywinrm-call.py HOST PORT CA_FILE USER PASSWORD_FILE COMMAND: runs one command with python3-winrm, strict TLS, and prints what
came of it as JSON. The name is looked up on 127.0.0.1; the certificate is checked against it all the same."""
import json
import os
import socket
import sys

host, port, ca_file, user, password_file, command = sys.argv[1:]
for proxy in [name for name in os.environ if name.lower().endswith("_proxy")]:
    del os.environ[proxy]

look_up = socket.getaddrinfo
socket.getaddrinfo = lambda name, *rest, **more: look_up("127.0.0.1" if name == host else name, *rest, **more)

import winrm  # noqa: E402

session = winrm.Session(
    f"https://{host}:{port}/wsman",
    auth=(user, open(password_file).read()),
    transport="ssl",
    server_cert_validation="validate",
    ca_trust_path=ca_file,
)
try:
    ran = session.run_cmd(command)
    said = {"stdout": ran.std_out.decode(), "stderr": ran.std_err.decode(), "code": ran.status_code}
except Exception as error:
    said = {"error": f"{type(error).__name__}: {error}"}
print(json.dumps(said))
