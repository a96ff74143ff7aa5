package io.calmend.signin;

import javax.crypto.SecretKey;

/** Signs and verifies the cookies of {@link KnownBrowsers} with a key that survives a restart. */
interface BrowserKey {

    SecretKey get();
}
