package io.calmend.signin;

import java.time.Duration;

/**
 * How large and how many the things may be that people and their browsers send, where no setting says so: those that an
 * administrator may want otherwise are {@link SignInSettings.Limits} and Tomcat's in {@code application.yaml}. All hold before
 * anybody has signed in, but for one.
 */
final class RequestBounds {

    /** Bytes of one message of a page. Those of the sign-in page have some hundreds; its form passes earlier. */
    static final long LARGEST_MESSAGE_BEFORE_SIGN_IN = 4_096;

    /** Open pages of one session: the sign-in page, in a few tabs. */
    static final int PAGES_BEFORE_SIGN_IN = 4;

    /** Open pages of one session once a person has signed in. */
    static final int PAGES_OF_A_PERSON = 40;

    /** Characters of the name that somebody signs in with. */
    static final int LONGEST_ACCOUNT = 256;

    /** Characters of the password that somebody signs in with. */
    static final int LONGEST_PASSWORD = 1_024;

    /** Connections to the port of the health check: for what watches the portal; the browsers of people do not come there. */
    static final int CONNECTIONS_FOR_HEALTH = 50;

    /** Bytes of a request's head on the port of the health check. */
    static final int HEAD_FOR_HEALTH = 4_096;

    /** How long a request's head may take on the port of the health check. */
    static final Duration HEAD_FOR_HEALTH_WITHIN = Duration.ofSeconds(5);

    private RequestBounds() {}
}
