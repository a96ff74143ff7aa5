#!/usr/bin/python3
"""accept-token.py KEYTAB [BINDING]: takes a login's token from standard input as MIT Kerberos does, with the channel binding's
data in hex, and prints its answer and who logged in; what both hold in base64."""
import base64
import os
import sys

os.environ["KRB5_KTNAME"] = sys.argv[1]
os.environ["KRB5RCACHETYPE"] = "none"

import gssapi.raw as gss  # noqa: E402

# without an address, MIT takes type 0, as Windows
binding = gss.ChannelBindings(application_data=bytes.fromhex(sys.argv[2])) if len(sys.argv) > 2 else None
try:
    accepted = gss.accept_sec_context(base64.b64decode(sys.stdin.read()), channel_bindings=binding)
    who = gss.display_name(accepted.initiator_name, name_type=False).name.decode()
    bound = "bound" if int(accepted.flags) & 2048 else "unbound"
    print(base64.b64encode(accepted.token or b"").decode(), who, bound)
except gss.GSSError as refused:
    print("refused:", " ".join(str(refused).split()))
