package io.calmend.signin;

import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Puts the portal's own bounds and headers into the web server; Tomcat's are in {@code application.yaml}. */
@Component
class WebServerLimits implements WebServerFactoryCustomizer<TomcatWebServerFactory> {

    private final SignInSettings.Limits limits;

    WebServerLimits(SignInSettings settings) {
        this.limits = settings.limits();
    }

    @Override
    public void customize(TomcatWebServerFactory server) {
        server.setProtocol(PortalConnector.class.getName());
        server.addConnectorCustomizers(connector -> {
            if (!(connector.getProtocolHandler() instanceof PortalConnector ours)) {
                throw new IllegalStateException("the web server would take any number of connections");
            }
            ours.setConnectionsPerAddress(limits.connectionsPerAddress());
            ours.setHeadWithin(limits.requestWithin());
        });
        // after Tomcat's own, which knows by then whether the client of a proxy came by HTTPS
        server.addEngineValves(
                new SecurityHeaders(), new RequestBodyLimit(limits.requestBody(), limits.requestWithin()));
    }
}
