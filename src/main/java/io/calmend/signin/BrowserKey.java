package io.calmend.signin;

import javax.crypto.SecretKey;

/** Gives the key that signs the cookies of {@link KnownBrowsers}; the same after a restart. */
interface BrowserKey {

    SecretKey get();
}
