package io.calmend.remote.wsman;

import io.calmend.remote.transport.AnswerBounds;
import io.calmend.remote.transport.AnswerMalformedException;
import io.calmend.remote.transport.UntrustedXml;
import io.calmend.vocabulary.Computing;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A host's answer to a message of a remote shell. Untrusted: only its numbers are ever shown.
 *
 * @param fault the number of a WS-Management fault, −1 for a fault without a number, null if the answer is no fault
 * @param shellId of a new shell
 * @param commandId of a new command
 * @param out what the command printed since the last answer
 * @param done whether the command has ended
 * @param exitCode −1 if not known
 */
record ShellAnswer(
        @Nullable Long fault,
        @Nullable String shellId,
        @Nullable String commandId,
        byte[] out,
        byte[] err,
        boolean done,
        int exitCode) {

    /** @throws AnswerMalformedException if it is no XML, holds more than any host needs, or a part of it has no form */
    static ShellAnswer read(String xml) throws AnswerMalformedException {
        return Computing.compute(xml.length(), () -> parsed(xml))
                .orElseThrow(() -> new AnswerMalformedException("no XML of WS-Management"));
    }

    private static Optional<ShellAnswer> parsed(String xml) {
        try {
            var reader = UntrustedXml.reader(xml);
            try {
                return Optional.of(new Reading(reader).whole());
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException malformed) {
            return Optional.empty();
        }
    }

    /** How many bytes of output it contains. */
    int length() {
        return out.length + err.length;
    }

    private static final class Reading {

        private final XMLStreamReader reader;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private @Nullable Long fault;
        private @Nullable String shellId;
        private @Nullable String commandId;
        private boolean done;
        private int exitCode = -1;

        Reading(XMLStreamReader reader) {
            this.reader = reader;
        }

        ShellAnswer whole() throws XMLStreamException {
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT) {
                    element();
                }
            }
            return new ShellAnswer(fault, shellId, commandId, out.toByteArray(), err.toByteArray(), done, exitCode);
        }

        private void element() throws XMLStreamException {
            switch (reader.getLocalName()) {
                case "Fault" -> fault = fault == null ? Long.valueOf(-1) : fault;
                case "WSManFault" -> {
                    var code = reader.getAttributeValue(null, "Code");
                    fault = code != null && code.matches("\\d{1,10}") ? Long.valueOf(code) : fault;
                }
                case "ShellId" -> shellId = id(reader.getElementText());
                case "Selector" -> {
                    if ("ShellId".equals(reader.getAttributeValue(null, "Name"))) {
                        shellId = id(reader.getElementText());
                    }
                }
                case "CommandId" -> commandId = id(reader.getElementText());
                case "Stream" -> {
                    var bytes = "stderr".equals(reader.getAttributeValue(null, "Name")) ? err : out;
                    bytes.writeBytes(Base64.getMimeDecoder().decode(reader.getElementText()));
                }
                case "CommandState" -> {
                    var state = reader.getAttributeValue(null, "State");
                    done = state != null && state.endsWith("/CommandState/Done");
                }
                // unsigned, 32 bit
                case "ExitCode" ->
                    exitCode = Integer.parseUnsignedInt(reader.getElementText().strip());
                default -> {
                    // this element is not needed
                }
            }
        }

        private static String id(String text) {
            var id = text.strip();
            if (id.isEmpty()
                    || id.length() > AnswerBounds.LONGEST_ID
                    || !id.chars().allMatch(one -> one > ' ' && one < 0x7f)) {
                throw new IllegalArgumentException("not an id");
            }
            return id;
        }
    }
}
