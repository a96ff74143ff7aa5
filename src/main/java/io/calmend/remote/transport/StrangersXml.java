package io.calmend.remote.transport;

import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML that a stranger wrote: no document types, no entities, nothing from elsewhere. */
public final class StrangersXml {

    /** Made once: each costs as much as a whole exchange with a host. */
    private static final XMLInputFactory FACTORY = factory();

    private StrangersXml() {}

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /**
     * A reader of {@code xml}. Whoever uses it must take a {@code RuntimeException} for malformed XML too: Java's parser misses a
     * text of its own where a document type is malformed.
     */
    public static XMLStreamReader reader(String xml) throws XMLStreamException {
        // the factory is not made for many threads; reading is no concern of it any more
        synchronized (FACTORY) {
            return FACTORY.createXMLStreamReader(new StringReader(xml));
        }
    }
}
