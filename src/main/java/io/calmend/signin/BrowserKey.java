package io.calmend.signin;

import javax.crypto.SecretKey;

/** Signs the marks of {@link KnownBrowsers}; the same after a restart. */
interface BrowserKey {

    SecretKey get();
}
