package io.calmend.remote.winrm;

import io.calmend.vocabulary.Secret;

/** An account that is used on hosts. Its text form shows no password. */
record HostAccount(String name, Secret password) {

    /** {@code user@REALM} signs in with Kerberos, a plain name with Basic; Overthere decides by the same sign. */
    boolean isKerberos() {
        return name.indexOf('@') >= 0;
    }
}
