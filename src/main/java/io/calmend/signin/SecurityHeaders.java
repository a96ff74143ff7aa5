package io.calmend.signin;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Sets the security headers on every response, whatever creates it. This is a valve because Spring Security's headers
 * do not reach Vaadin's pages, and no filter runs for a request that the web server itself refuses.
 */
final class SecurityHeaders extends ValveBase {

    static final String FRAMES = "X-Frame-Options";

    /**
     * The policy of every response that is not a page; {@link PageContentPolicy} sets the one of pages, with a nonce.
     */
    private static final String NOTHING =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    SecurityHeaders() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        write(request, response);
        getNext().invoke(request, response);
    }

    private static void write(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", NOTHING);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader(
                "Permissions-Policy",
                "accelerometer=(), camera=(), clipboard-read=(), clipboard-write=(self), display-capture=(), geolocation=(),"
                        + " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()");
        response.setHeader(FRAMES, "DENY");
        // static files contain nothing personal; a browser checks whether its copy is still current
        response.setHeader("Cache-Control", StaticFiles.isOne(request) ? "no-cache" : "no-store");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
