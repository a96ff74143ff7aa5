package io.calmend.signin;

import jakarta.servlet.http.HttpServletRequest;

/** The files of the product itself: styles, fonts, icons, scripts. Open to all, as the sign-in page needs them. */
final class StaticFiles {

    /** As Spring Security matches them. */
    static final String[] PATTERNS = {
        "/styles.css", "/icons.svg", "/calmend.svg", "/fonts/**", "/scripts/**", "/aura/**", "/webjars/**"
    };

    private StaticFiles() {}

    /** True for these and for Vaadin's own bundle, whose names hold a hash. */
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
