package io.calmend.ui.parts;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasEnabled;
import io.calmend.delegation.ChangeSwitch;

/** Updates open screens when the switch that stops all changes is turned. */
public final class StopSwitch {

    private StopSwitch() {}

    /** Runs {@code show} whenever the switch is turned, for as long as {@code where} is on a screen. */
    public static void follow(ChangeSwitch changes, Component where, Runnable show) {
        where.addAttachListener(attached -> {
            var ui = attached.getUI();
            var turned = changes.listen(() -> Background.show(ui, where, show));
            where.addDetachListener(detached -> {
                turned.close();
                detached.unregisterListener();
            });
        });
    }

    /** Enables {@code control} while changes are allowed, and disables it while they are stopped. */
    public static <C extends Component & HasEnabled> void enable(ChangeSwitch changes, C control) {
        Runnable show = () -> control.setEnabled(changes.stopped().isEmpty());
        show.run();
        follow(changes, control, show);
    }
}
