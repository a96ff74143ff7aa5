package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.router.Route;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** A new view fails here until somebody reads it in each of its states: {@code NewView} in {@code NewViewJourneyTest}. */
class EveryViewHasAJourneyTest {

    @Test
    void everyViewIsReadInEveryState() {
        var routes = new ClassPathScanningCandidateComponentProvider(false);
        routes.addIncludeFilter(new AnnotationTypeFilter(Route.class));
        var views = routes.findCandidateComponents("io.calmend").stream()
                .map(view -> ClassUtils.getShortName(view.getBeanClassName()))
                .toList();
        assertThat(views).contains("FixView", "CaseView", "AuditEntryView", "LoginView");

        var unread = new TreeMap<String, Set<ViewState>>();
        for (var view : views) {
            var states = unread(view);
            if (!states.isEmpty()) {
                unread.put(view, states);
            }
        }
        assertThat(unread).as("states in which no journey reads the view").isEmpty();
    }

    @Test
    void viewWithoutAJourneyIsReadInNoState() {
        assertThat(unread("NewView")).containsExactly(ViewState.values());
    }

    private static Set<ViewState> unread(String view) {
        var states = EnumSet.allOf(ViewState.class);
        try {
            Arrays.stream(Class.forName(Journey.class.getPackageName() + "." + view + "JourneyTest")
                            .getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .filter(method -> method.isAnnotationPresent(Shows.class))
                    .forEach(method ->
                            states.remove(method.getAnnotation(Shows.class).value()));
        } catch (ClassNotFoundException _) {
            return states;
        }
        return states;
    }
}
