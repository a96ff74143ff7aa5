package io.calmend.signin;

import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Adds the portal's own limits and headers to the web server; Tomcat's are set in {@code application.yaml}. The port
 * for health has a server of its own, whose context contains nothing of ours but this class, by {@code
 * META-INF/spring}.
 */
@Component
class WebServerLimits implements WebServerFactoryCustomizer<TomcatWebServerFactory> {

    private static final String HEALTH = "management";

    private final SignInSettings.Limits limits;
    private final ApplicationContext context;

    WebServerLimits(SignInSettings settings, ApplicationContext context) {
        this.limits = settings.limits();
        this.context = context;
    }

    @Override
    public void customize(TomcatWebServerFactory server) {
        server.setProtocol(PortalConnector.class.getName());
        server.addConnectorCustomizers(connector -> {
            if (!(connector.getProtocolHandler() instanceof PortalConnector ours)) {
                throw new IllegalStateException("the web server would take any number of connections");
            }
            bound(ours);
        });
        // after Tomcat's own valve, which finds out whether a proxy's client used HTTPS
        server.addEngineValves(
                new SecurityHeaders(), new RequestBodyLimit(limits.requestBody(), limits.requestWithin()));
    }

    private void bound(PortalConnector ours) {
        ours.setConnectionsPerAddress(limits.connectionsPerAddress());
        ours.setHeadWithin(limits.requestWithin());
        if (WebServerApplicationContext.hasServerNamespace(context, HEALTH)) {
            ours.setMaxConnections(RequestBounds.CONNECTIONS_FOR_HEALTH);
            // whatever watches comes from one address; the bound above is the one that holds
            ours.setConnectionsPerAddress(2 * RequestBounds.CONNECTIONS_FOR_HEALTH);
            ours.setMaxHttpRequestHeaderSize(RequestBounds.HEAD_FOR_HEALTH);
            if (limits.requestWithin().compareTo(RequestBounds.HEAD_FOR_HEALTH_WITHIN) > 0) {
                ours.setHeadWithin(RequestBounds.HEAD_FOR_HEALTH_WITHIN);
            }
        }
    }
}
