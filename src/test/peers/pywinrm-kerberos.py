#!/usr/bin/python3
"""pywinrm-kerberos.py SCHEME HOST PORT SERVICE COMMAND: runs one command with python3-winrm as whoever the credential cache
(KRB5CCNAME) names, sealed on http and bound to the certificate on https, and prints what came of it as JSON. The name is looked
up on 127.0.0.1. PYTHONPATH must begin with gssapi-kerberos, REQUESTS_CA_BUNDLE name the authority of https."""
import json
import os
import socket
import sys

scheme, host, port, service, command = sys.argv[1:]
for proxy in [name for name in os.environ if name.lower().endswith("_proxy")]:
    del os.environ[proxy]

look_up = socket.getaddrinfo
socket.getaddrinfo = lambda name, *rest, **more: look_up("127.0.0.1" if name == host else name, *rest, **more)

from winrm.protocol import Protocol  # noqa: E402

protocol = Protocol(
    f"{scheme}://{host}:{port}/wsman",
    transport="kerberos",
    username="whoever",
    password="none",
    service=service,
    message_encryption="always" if scheme == "http" else "auto",
)
try:
    shell = protocol.open_shell(codepage=65001)
    running = protocol.run_command(shell, command)
    stdout, stderr, code = protocol.get_command_output(shell, running)
    protocol.cleanup_command(shell, running)
    protocol.close_shell(shell)
    said = {"stdout": stdout.decode(), "stderr": stderr.decode(), "code": code}
except Exception as error:
    said = {"error": f"{type(error).__name__}: {error}"}
print(json.dumps(said))
