package io.calmend.signin;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/**
 * Answers a request for an unknown host name or from an unknown origin with the addresses under which the portal is
 * used; otherwise a name or port missing in {@code calmend.signin.public-urls} would give an empty page. Repeats
 * nothing of the request.
 */
@Component
class WrongAddress {

    private final PublicAddress address;

    WrongAddress(PublicAddress address) {
        this.address = address;
    }

    void answer(HttpServletResponse response, int status) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter()
                .write("Calmend is not available at this address.\n\nUse one of these, with exactly this name and"
                        + " port:\n"
                        + addresses()
                        + "\n\nAdministrators: the address that people type has to be listed in calmend.signin.public-urls, with"
                        + " its port.\n");
    }

    private String addresses() {
        return address.origins().isEmpty()
                ? "(none is configured: only this server itself can use it)"
                : String.join("\n", address.origins());
    }
}
