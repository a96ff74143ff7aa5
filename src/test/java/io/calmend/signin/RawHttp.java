package io.calmend.signin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** For tests: a browser's worth of HTTP, byte for byte as said, with nothing added or repaired. */
final class RawHttp {

    private final int port;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    RawHttp(int port) {
        this.port = port;
    }

    /** @param body null for none */
    record Answer(int status, List<Map.Entry<String, String>> headers, String body) {
        Optional<String> header(String name) {
            var all = all(name);
            return all.isEmpty() ? Optional.empty() : Optional.of(String.join(" | ", all));
        }

        List<String> all(String name) {
            return headers.stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    Map<String, String> cookies() {
        return cookies;
    }

    Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Answer post(String path, String form, String... headers) {
        return send("POST", path, form, headers);
    }

    Answer upgrade(String path, String... headers) {
        var all = new ArrayList<>(List.of(
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        all.addAll(List.of(headers));
        return send("GET", path, null, all.toArray(String[]::new));
    }

    /** Sends the lines as they are; a {@code Host} among them replaces the usual one. */
    Answer send(String method, String path, String body, String... headers) {
        var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        if (List.of(headers).stream().noneMatch(line -> line.startsWith("Host:"))) {
            text.append("Host: localhost:").append(port).append("\r\n");
        }
        for (var line : headers) {
            text.append(line).append("\r\n");
        }
        if (!cookies.isEmpty()) {
            var line = new ArrayList<String>();
            cookies.forEach((name, value) -> line.add(name + "=" + value));
            text.append("Cookie: ").append(String.join("; ", line)).append("\r\n");
        }
        if (List.of(headers).stream().noneMatch(line -> line.startsWith("Connection:"))) {
            text.append("Connection: close\r\n");
        }
        var bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        if (body != null && List.of(headers).stream().noneMatch(line -> line.startsWith("Content-Type:"))) {
            text.append("Content-Type: application/x-www-form-urlencoded\r\n");
        }
        if (body != null) {
            text.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        text.append("\r\n");
        try (var socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
            socket.setSoTimeout(30_000);
            var out = socket.getOutputStream();
            out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.write(bytes);
            out.flush();
            return read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bodyOf(Answer answer, InputStream in) throws IOException {
        var length = answer.header("Content-Length");
        if (length.isPresent()) {
            return in.readNBytes(Integer.parseInt(length.get()));
        }
        if (answer.header("Transfer-Encoding").isEmpty()) {
            return in.readAllBytes();
        }
        var body = new ByteArrayOutputStream();
        while (true) {
            var size = Integer.parseInt(line(in), 16);
            body.write(in.readNBytes(size));
            line(in);
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private Answer read(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
        }
        var lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n");
        var status = Integer.parseInt(lines[0].split(" ")[1]);
        var headers = new ArrayList<Map.Entry<String, String>>();
        for (var i = 1; i < lines.length; i++) {
            var colon = lines[i].indexOf(':');
            headers.add(Map.entry(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
        }
        var answer = new Answer(status, headers, "");
        if (status != 101) {
            answer = new Answer(status, headers, new String(bodyOf(answer, in), StandardCharsets.UTF_8));
        }
        for (var cookie : answer.all("Set-Cookie")) {
            var pair = cookie.split(";", 2)[0].split("=", 2);
            if (cookie.toLowerCase(Locale.ROOT).contains("max-age=0") || pair[1].isEmpty()) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        return answer;
    }
}
