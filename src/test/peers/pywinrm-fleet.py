#!/usr/bin/python3
"""pywinrm-fleet.py PORT WIDE COMMAND_FILE HOSTS_FILE: runs one command on each host with python3-winrm, sealed, WIDE at once, as
whoever the credential cache names, and prints how many answered, the seconds it took and the median for a host, as JSON.
PYTHONPATH must begin with gssapi-kerberos."""
import concurrent.futures
import json
import os
import socket
import sys
import time

port, wide, command_file, hosts_file = sys.argv[1:]
for proxy in [name for name in os.environ if name.lower().endswith("_proxy")]:
    del os.environ[proxy]
look_up = socket.getaddrinfo
socket.getaddrinfo = lambda name, *rest, **more: look_up("127.0.0.1", *rest, **more)

from winrm.protocol import Protocol  # noqa: E402

command = open(command_file).read()
hosts = open(hosts_file).read().split()


def look(host):
    start = time.monotonic()
    protocol = Protocol(
        f"http://{host}:{port}/wsman", transport="kerberos", username="whoever", password="none", message_encryption="always"
    )
    shell = protocol.open_shell(codepage=437)
    running = protocol.run_command(shell, command, console_mode_stdin=True, skip_cmd_shell=False)
    stdout, _, code = protocol.get_command_output(shell, running)
    protocol.close_shell(shell)
    return code == 0 and b"CALMEND" in stdout, time.monotonic() - start


start = time.monotonic()
with concurrent.futures.ThreadPoolExecutor(int(wide)) as pool:
    answers = list(pool.map(look, hosts))
took = time.monotonic() - start
each = sorted(seconds for _, seconds in answers)
print(json.dumps({"seen": sum(1 for fine, _ in answers if fine), "seconds": took, "median": each[len(each) // 2]}))
