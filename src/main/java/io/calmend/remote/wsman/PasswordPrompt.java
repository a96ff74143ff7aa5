package io.calmend.remote.wsman;

import io.calmend.remote.transport.HostAccount;
import java.util.Arrays;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;

/** Passes the password of one account to Java's Kerberos, and answers no other request. */
record PasswordPrompt(HostAccount account) implements CallbackHandler {

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        for (var callback : callbacks) {
            var password = account.password();
            if (password == null || !(callback instanceof PasswordCallback asked)) {
                throw new UnsupportedCallbackException(callback);
            }
            var characters = password.reveal().toCharArray();
            asked.setPassword(characters);
            Arrays.fill(characters, '\0');
        }
    }
}
