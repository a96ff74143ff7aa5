package io.calmend.remote.transport;

import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/**
 * Reads XML from an untrusted peer: without document types, entities or external resources, and no more of it than a
 * genuine WS-Management answer can contain.
 */
public final class UntrustedXml {

    private static final String NAMESPACE = "xmlns";

    /** Created once, because that takes as long as a whole exchange with a host. */
    private static final XMLInputFactory FACTORY = factory();

    private UntrustedXml() {}

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        // the parser reads the attributes of an element before it tells of the element
        factory.setProperty("jdk.xml.elementAttributeLimit", AnswerBounds.MOST_ATTRIBUTES);
        factory.setProperty("jdk.xml.maxElementDepth", AnswerBounds.DEEPEST);
        factory.setProperty("jdk.xml.maxXMLNameLimit", AnswerBounds.LONGEST_NAME);
        return factory;
    }

    /**
     * A reader of {@code xml}, which throws if a limit is exceeded. Callers must treat a {@code RuntimeException} as
     * malformed XML too: Java's parser throws one for some malformed document types, because one of its own messages
     * is missing.
     */
    public static XMLStreamReader reader(String xml) throws XMLStreamException {
        refuseManyNamespaces(xml);
        // the factory is not thread-safe; the readers do not use it after they were created
        synchronized (FACTORY) {
            return new Bounded(FACTORY.createXMLStreamReader(new StringReader(xml)));
        }
    }

    /** Java's parser has no limit for namespaces, and its effort grows with the square of their number. */
    private static void refuseManyNamespaces(String xml) throws XMLStreamException {
        var found = 0;
        for (var at = xml.indexOf(NAMESPACE); at >= 0; at = xml.indexOf(NAMESPACE, at + NAMESPACE.length())) {
            if (++found > AnswerBounds.MOST_NAMESPACES) {
                throw new XMLStreamException("more than " + AnswerBounds.MOST_NAMESPACES + " namespaces");
            }
        }
    }

    private static final class Bounded extends StreamReaderDelegate {

        private int parts;
        private int attributes;

        Bounded(XMLStreamReader reader) {
            super(reader);
        }

        @Override
        public int next() throws XMLStreamException {
            var part = super.next();
            if (++parts > AnswerBounds.MOST_PARTS) {
                throw new XMLStreamException("more than " + AnswerBounds.MOST_PARTS + " parts");
            }
            attributes += part == XMLStreamConstants.START_ELEMENT ? getAttributeCount() : 0;
            if (attributes > AnswerBounds.MOST_ATTRIBUTES_IN_ALL) {
                throw new XMLStreamException("more than " + AnswerBounds.MOST_ATTRIBUTES_IN_ALL + " attributes");
            }
            return part;
        }
    }
}
