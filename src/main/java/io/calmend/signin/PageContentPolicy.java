package io.calmend.signin;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.stereotype.Component;

/**
 * Sets the content security policy of pages: a new nonce for each page, in its script tags and in the header. Scripts
 * without it do not run, except those that our own scripts load ({@code 'strict-dynamic'}). Vaadin 25.2 still needs
 * {@code 'unsafe-eval'} for the expressions it sends, and inline styles for its components.
 */
@Component
class PageContentPolicy implements VaadinServiceInitListener {

    private static final int NONCE_BYTES = 18;
    private static final String COMMON =
            "default-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none';"
                    + " object-src 'none'; img-src 'self' data:; font-src 'self' data:; manifest-src 'self'; worker-src 'self';"
                    + " style-src 'self' 'unsafe-inline'; ";

    private final SecureRandom random = new SecureRandom();

    @Override
    public void serviceInit(ServiceInitEvent event) {
        var production = event.getSource().getDeploymentConfiguration().isProductionMode();
        event.addIndexHtmlRequestListener(page -> {
            if (!production) {
                // development tools add scripts and a socket of their own; a release never runs in this mode
                page.getVaadinResponse()
                        .setHeader(
                                "Content-Security-Policy",
                                COMMON
                                        + "connect-src 'self' ws: wss:; script-src 'self' 'unsafe-inline' 'unsafe-eval'");
                return;
            }
            var bytes = new byte[NONCE_BYTES];
            random.nextBytes(bytes);
            var nonce = Base64.getEncoder().encodeToString(bytes);
            page.getDocument().getElementsByTag("script").attr("nonce", nonce);
            page.getVaadinResponse()
                    .setHeader(
                            "Content-Security-Policy",
                            COMMON + "connect-src 'self'; script-src 'nonce-" + nonce
                                    + "' 'strict-dynamic' 'unsafe-eval'");
        });
    }
}
