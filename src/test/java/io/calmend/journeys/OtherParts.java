package io.calmend.journeys;

import com.vaadin.flow.component.Component;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Some parts of the portal made once more, for what the portal itself is at its start only, or with other settings: the views
 * made here have these parts, and of all others the portal's.
 */
final class OtherParts implements AutoCloseable {

    private final AnnotationConfigApplicationContext parts = new AnnotationConfigApplicationContext();

    OtherParts(ApplicationContext portal) {
        parts.setParent(portal);
    }

    /** @param settings a class of settings, as it is where nobody has set anything */
    void unset(String prefix, String settings) throws ClassNotFoundException {
        add(Class.forName(settings), prefix);
    }

    private <T> void add(Class<T> settings, String prefix) {
        parts.registerBean(
                settings, () -> new Binder().bindOrCreate(prefix, Bindable.of(settings)), OtherParts::prefer);
    }

    void make(String part) throws ClassNotFoundException {
        parts.registerBean(Class.forName(part), OtherParts::prefer);
    }

    private static void prefer(BeanDefinition part) {
        part.setPrimary(true);
    }

    Component view(String name) {
        if (!parts.isActive()) {
            parts.refresh();
        }
        try {
            return (Component) parts.getAutowireCapableBeanFactory().createBean(Class.forName(name));
        } catch (ClassNotFoundException unknown) {
            throw new AssertionError(unknown);
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
