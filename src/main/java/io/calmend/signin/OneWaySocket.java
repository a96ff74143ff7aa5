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
 * Makes the push web socket one-way: the server notifies pages, and messages from the client are refused. What a
 * person does is sent as an HTTP request and passes every filter; the web socket has no filters, and Vaadin would
 * collect a message on it without a size limit. Our pages never send on it, so whoever does is disconnected. Created
 * by Atmosphere, by its class name.
 */
public final class OneWaySocket implements WebSocketProtocol {

    private static final Logger LOG = LoggerFactory.getLogger(OneWaySocket.class);

    @Override
    public void configure(AtmosphereConfig config) {
        // nothing to configure
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
        // Vaadin reconnects the page
    }

    @Override
    public void onClose(WebSocket webSocket) {
        // Vaadin notices this itself
    }

    @Override
    public void onError(WebSocket webSocket, WebSocketException failure) {
        LOG.debug("A web socket broke.", failure);
    }
}
