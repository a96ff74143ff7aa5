"""As much of pykerberos as python3-winrm needs, over python3-gssapi (MIT Kerberos): Debian's own python3-kerberos cannot seal.
Put this folder first in PYTHONPATH."""
import base64

import gssapi.raw as gss

AUTH_GSS_CONTINUE, AUTH_GSS_COMPLETE = 0, 1
GSS_C_MUTUAL_FLAG, GSS_C_REPLAY_FLAG, GSS_C_SEQUENCE_FLAG, GSS_C_CONF_FLAG, GSS_C_INTEG_FLAG = 2, 4, 8, 16, 32
GSS_C_DELEG_FLAG = 1
GSS_MECH_OID_KRB5 = gss.OID.from_int_seq("1.2.840.113554.1.2.2")
GSS_MECH_OID_SPNEGO = gss.OID.from_int_seq("1.3.6.1.5.5.2")


class KrbError(Exception):
    pass


class GSSError(KrbError):
    pass


class BasicAuthError(KrbError):
    pass


class Login:
    def __init__(self, service, flags, mechanism):
        self.service = gss.import_name(service.encode(), gss.NameType.hostbased_service)
        self.flags = gss.IntEnumFlagSet(gss.RequirementFlag, flags | GSS_C_CONF_FLAG | GSS_C_INTEG_FLAG)
        self.mechanism = mechanism
        self.context = None
        self.token = None


def channelBindings(application_data=None, **_):
    return gss.ChannelBindings(application_data=application_data)


def authGSSClientInit(service, gssflags=GSS_C_MUTUAL_FLAG | GSS_C_SEQUENCE_FLAG, mech_oid=GSS_MECH_OID_KRB5, **_):
    return AUTH_GSS_COMPLETE, Login(service, gssflags, mech_oid)


def authGSSClientStep(login, answer, channel_bindings=None):
    try:
        step = gss.init_sec_context(
            login.service,
            context=login.context,
            mech=login.mechanism,
            flags=login.flags,
            channel_bindings=channel_bindings,
            input_token=base64.b64decode(answer) if answer else None,
        )
    except gss.GSSError as error:
        raise GSSError(str(error))
    login.context, login.token = step.context, step.token
    return AUTH_GSS_CONTINUE if step.more_steps else AUTH_GSS_COMPLETE


def authGSSClientResponse(login):
    return base64.b64encode(login.token).decode() if login.token else None


def authGSSClientUserName(login):
    return None


def authGSSClientClean(login):
    login.context = None
    return AUTH_GSS_COMPLETE


def authGSSWinRMEncryptMessage(login, message):
    clear = message if isinstance(message, bytes) else message.encode()
    parts = gss.IOV(gss.IOVBufferType.header, (gss.IOVBufferType.data, False, clear), gss.IOVBufferType.padding, std_layout=False)
    gss.wrap_iov(login.context, parts)
    return parts[1].value + (parts[2].value or b""), parts[0].value


def authGSSWinRMDecryptMessage(login, cipher, header):
    parts = gss.IOV((gss.IOVBufferType.header, False, header), (gss.IOVBufferType.data, False, cipher), std_layout=False)
    try:
        seen = gss.unwrap_iov(login.context, parts)
    except gss.GSSError as error:
        raise GSSError(str(error))
    if not seen.encrypted:
        raise GSSError("not sealed")
    return parts[1].value
