package io.calmend.peers;

import io.calmend.signin.SignInContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Sign-in on a real Active Directory. */
@Tag("peers")
class SambaSignInIT extends SignInContract {

    @BeforeAll
    static void start() {
        SambaDomain.startFor(SambaSignInIT.class);
    }

    @Override
    protected Map<String, String> settings() {
        return SambaDomain.settings();
    }

    @Override
    protected Path authority() {
        return SambaDomain.authorityFile();
    }
}
