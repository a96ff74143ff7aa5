package io.calmend.signin;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Lists the static files of the product: styles, fonts, icons, scripts. Anybody may load them, as the sign-in page
 * needs them.
 */
final class StaticFiles {

    /** In the syntax of Spring Security. */
    static final String[] PATTERNS = {
        "/styles.css", "/icons.svg", "/calmend.svg", "/fonts/**", "/scripts/**", "/aura/**", "/webjars/**"
    };

    private StaticFiles() {}

    /** Whether it is one of these or part of Vaadin's own bundle, whose file names contain a hash. */
    static boolean isOne(HttpServletRequest request) {
        var path = request.getRequestURI().substring(request.getContextPath().length());
        if (path.startsWith("/VAADIN/build/") || path.startsWith("/VAADIN/static/")) {
            return true;
        }
        for (var pattern : PATTERNS) {
            if (pattern.endsWith("/**")
                    ? path.startsWith(pattern.substring(0, pattern.length() - 2))
                    : path.equals(pattern)) {
                return true;
            }
        }
        return false;
    }
}
