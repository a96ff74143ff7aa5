package io.calmend.signin;

import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Stores the key in a table of one row, and creates it when it is first needed. */
@Component
class StoredBrowserKey implements BrowserKey {

    private static final int BYTES = 32;

    private final JdbcClient database;
    private volatile @Nullable SecretKey known;

    StoredBrowserKey(JdbcClient database) {
        this.database = database;
    }

    @Override
    public SecretKey get() {
        var key = known;
        if (key == null) {
            key = readOrMake();
            known = key;
        }
        return key;
    }

    private SecretKey readOrMake() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        try {
            database.sql("insert into browser_key (id, secret)"
                            + " select 1, :secret where not exists (select 1 from browser_key where id = 1)")
                    .param("secret", Base64.getEncoder().encodeToString(bytes))
                    .update();
        } catch (DuplicateKeyException made) {
            // another request created the key at the same moment; that one is used
        }
        var secret = database.sql("select secret from browser_key where id = 1")
                .query(String.class)
                .single();
        return new SecretKeySpec(Base64.getDecoder().decode(secret), KnownBrowsers.ALGORITHM);
    }
}
