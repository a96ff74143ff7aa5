package io.calmend.signin;

import java.util.List;
import org.atmosphere.cpr.AtmosphereConfig;
import org.atmosphere.cpr.AtmosphereRequest;
import org.atmosphere.websocket.WebSocket;
import org.atmosphere.websocket.WebSocketProcessor.WebSocketException;
import org.atmosphere.websocket.WebSocketProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web socket tells pages what is new and hears nothing. What a person does comes as a request and passes every filter; on
 * the socket none stands, and Vaadin would gather a message there without a bound. A page of ours never sends on it, so that
 * whoever does loses the socket. Made by Atmosphere, by the name of its class.
 */
public final class OneWaySocket implements WebSocketProtocol {

    private static final Logger LOG = LoggerFactory.getLogger(OneWaySocket.class);

    @Override
    public void configure(AtmosphereConfig config) {
        // nothing to choose
    }

    @Override
    public List<AtmosphereRequest> onMessage(WebSocket webSocket, String data) {
        return refuse(webSocket);
    }

    @Override
    public List<AtmosphereRequest> onMessage(WebSocket webSocket, byte[] data, int offset, int length) {
        return refuse(webSocket);
    }

    private static List<AtmosphereRequest> refuse(WebSocket webSocket) {
        LOG.warn(
                "A message came over a web socket, which no page of ours sends; it was not read and the socket closed.");
        webSocket.close();
        return List.of();
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        // Vaadin connects the page by itself
    }

    @Override
    public void onClose(WebSocket webSocket) {
        // Vaadin notices by itself
    }

    @Override
    public void onError(WebSocket webSocket, WebSocketException failure) {
        LOG.debug("A web socket broke.", failure);
    }
}
