package io.calmend.simulator;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** As much of HTTP/1.1 as a WS-Management server needs. */
final class Http {

    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int LONGEST_BODY = 4 * 1024 * 1024;

    private Http() {}

    /** Header names in lower case. */
    record Request(String method, String path, Map<String, String> headers, byte[] body) {
        @Nullable
        String header(String name) {
            return headers.get(name);
        }

        Request with(byte[] otherBody) {
            return new Request(method, path, headers, otherBody);
        }
    }

    record Header(String name, String value) {}

    record Response(int status, String reason, List<Header> headers, byte[] body) {

        static final String SERVER = "Microsoft-HTTPAPI/2.0";

        static Response soap(int status, String reason, String envelope) {
            return new Response(
                    status,
                    reason,
                    List.of(
                            new Header("Content-Type", "application/soap+xml;charset=UTF-8"),
                            new Header("Server", SERVER)),
                    envelope.getBytes(StandardCharsets.UTF_8));
        }

        static Response empty(int status) {
            return new Response(status, "", List.of(new Header("Server", SERVER)), new byte[0]);
        }

        /** @param schemes on offer, a header for each */
        static Response unauthorised(List<String> schemes) {
            var response = empty(401);
            for (var scheme : schemes) {
                response = response.with(new Header("WWW-Authenticate", scheme));
            }
            return response;
        }

        Response with(Header header) {
            var all = new ArrayList<>(headers);
            all.add(header);
            return new Response(status, reason, all, body);
        }

        /** The same answer in another wrapping. */
        Response with(String contentType, byte[] otherBody) {
            var all = new ArrayList<>(headers);
            all.replaceAll(one -> one.name().equals("Content-Type") ? new Header(one.name(), contentType) : one);
            return new Response(status, reason, all, otherBody);
        }

        static Response html(int status, String reason, String server) {
            var text = "<html><head><title>" + reason + "</title></head><body><h1>" + reason + "</h1></body></html>";
            return new Response(
                    status,
                    reason,
                    List.of(new Header("Content-Type", "text/html"), new Header("Server", server)),
                    text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The next request, null if the client closed the connection between two of them. */
    static @Nullable Request read(InputStream in, OutputStream out) throws IOException {
        var head = readHead(in);
        if (head == null) {
            return null;
        }
        var lines = head.split("\r\n");
        var start = lines[0].split(" ");
        if (start.length != 3 || !start[2].startsWith("HTTP/1.")) {
            throw new IOException("not HTTP");
        }
        var headers = new LinkedHashMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            var colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        var body = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
                ? readChunks(in)
                : readExactly(in, Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(start[0], start[1], headers, body);
    }

    static void write(OutputStream out, Response response, boolean keepAlive) throws IOException {
        var head = new StringBuilder("HTTP/1.1 " + response.status() + " " + response.reason() + "\r\n");
        response.headers()
                .forEach(header -> head.append(header.name())
                        .append(": ")
                        .append(header.value())
                        .append("\r\n"));
        head.append("Content-Length: ").append(response.body().length).append("\r\n");
        if (!keepAlive) {
            head.append("Connection: close\r\n");
        }
        head.append("\r\n");
        // one write, one packet: else Nagle and delayed acknowledgements cost 40 ms each
        var bytes = new ByteArrayOutputStream(head.length() + response.body().length);
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(response.body());
        bytes.writeTo(out);
        out.flush();
    }

    /** 64 MB of blanks in pieces, or as much as the client takes. */
    static void writeTooLong(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nTransfer-Encoding: chunked\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        var piece = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (var written = 0; written < 64 * 1024 * 1024; written += 0x10000) {
            out.write(piece);
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static @Nullable String readHead(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            var next = in.read();
            if (next < 0) {
                if (head.size() == 0) {
                    return null;
                }
                throw new EOFException();
            }
            head.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
            if (head.size() > LONGEST_HEAD) {
                throw new IOException("head too long");
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] readExactly(InputStream in, int length) throws IOException {
        if (length < 0 || length > LONGEST_BODY) {
            throw new IOException("body too long");
        }
        var body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        return body;
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            var length = Integer.parseInt(readLine(in).split(";")[0].strip(), 16);
            if (body.size() + length > LONGEST_BODY) {
                throw new IOException("body too long");
            }
            body.writeBytes(readExactly(in, length));
            readLine(in);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String readLine(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > 1024) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
