package io.calmend.ui.parts;

import com.vaadin.flow.i18n.I18NProvider;
import io.calmend.host.Difference;
import io.calmend.host.StateSize;
import io.calmend.host.WindowsService;
import io.calmend.licensing.Finding;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Location;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.RegistryView;
import io.calmend.vocabulary.Visible;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Looks up every text of the screens, in {@code vaadin-i18n/translations.properties}. Needs a current UI: call it on
 * the thread that holds the session's lock.
 */
public final class Words {

    /** Facts of findings that are dates, shown in the reader's zone. */
    private static final Set<String> DAYS = Set.of("from", "until", "cleared");

    private Words() {}

    /**
     * The text of {@code key}, with {@code arguments} inserted as by {@code java.text.MessageFormat}; all but numbers
     * are made visible first.
     */
    public static String say(String key, Object... arguments) {
        return I18NProvider.translate(
                key,
                Arrays.stream(arguments)
                        .map(one -> one instanceof Number ? one : Visible.of(one.toString()))
                        .toArray());
    }

    /** The text of {@code key}; empty if the translations have none. */
    public static Optional<String> find(String key) {
        var text = I18NProvider.translate(key);
        return text.startsWith("!") ? Optional.empty() : Optional.of(text);
    }

    /** As {@link #find(String)}, but {@code otherwise}, made visible, if the translations have none. */
    public static String find(String key, String otherwise) {
        return find(key).orElseGet(() -> Visible.of(otherwise));
    }

    /** What happened. */
    public static String what(FailureReason reason) {
        return say("reason." + reason + ".what");
    }

    /** What to do about it. */
    public static String advice(FailureReason reason) {
        return say("reason." + reason + ".advice");
    }

    /** The sentence "nothing was changed or sent". Use it only if something was refused before it began. */
    static Optional<String> untouched(FailureReason reason) {
        return find("reason." + reason + ".untouched");
    }

    /** What happened and what to do about it, in one text. */
    public static String whatAndAdvice(FailureReason reason) {
        return what(reason) + " " + advice(reason);
    }

    /** The operation's name for people; its key if the translations do not have it (a plug-in, or an old log entry). */
    public static String operation(OperationKey key) {
        return operation(key.value());
    }

    /** As {@link #operation(OperationKey)}, for a key that was stored as text. */
    public static String operation(String key) {
        return find("operation." + key + ".title")
                .or(() -> find("ui.operation." + key))
                .orElseGet(() -> Visible.of(key));
    }

    /** What of a state is or will be kept: {@code 5 keys and 3 values}, {@code 2 services}. */
    public static String size(StateSize size) {
        var registry = say("size.registry", size.keys(), size.values());
        var services = say("size.services", size.services());
        return size.isOfServicesOnly()
                ? services
                : size.services() == 0 ? registry : say("size.both", registry, services);
    }

    /** As {@link #size}, with what else a backup keeps of it. */
    public static String saved(StateSize size) {
        return size.isOfServicesOnly() ? size(size) : say("ui.plan.saved.detail", size(size));
    }

    /** As Windows shows it: {@code Remote Desktop Services}. */
    public static String service(WindowsService service) {
        return say("service." + service.serviceName());
    }

    /** What differs, in one line: {@code 64-bit SOFTWARE\Microsoft\MSLicensing › name}, {@code Remote Desktop Services}. */
    public static String where(Difference difference) {
        return switch (difference) {
            case Difference.Registry(var registry) -> {
                var value = registry.value();
                yield location(registry.location()) + (value == null ? "" : " › " + value);
            }
            case Difference.ServiceRun run -> service(run);
        };
    }

    /** What of a service differs. */
    public static String service(Difference.ServiceRun difference) {
        return switch (difference.aspect()) {
            case STATUS -> service(difference.service());
            case START_MODE -> say("ui.change.startMode", service(difference.service()));
        };
    }

    /** {@code 64-bit SOFTWARE\Microsoft\MSLicensing}. */
    public static String location(Location location) {
        return view(location.view()) + " " + location.path();
    }

    /** {@code 64-bit} or {@code 32-bit}. */
    public static String view(RegistryView view) {
        return say("ui.view." + view);
    }

    /** What is wrong, in one sentence. */
    public static String title(Finding finding) {
        return ofFinding(finding, "title").orElseGet(() -> Visible.of(finding.cause()));
    }

    /** Why the portal thinks so, and what that means. */
    public static String why(Finding finding) {
        return ofFinding(finding, "why").orElse("");
    }

    private static Optional<String> ofFinding(Finding finding, String which) {
        return find("finding." + finding.cause() + "." + finding.variant() + "." + which)
                .or(() -> find("finding." + finding.cause() + "." + which))
                .map(text -> {
                    var filled = text;
                    for (var fact : finding.facts().entrySet()) {
                        var shown = DAYS.contains(fact.getKey())
                                ? Moments.dayOf(Instant.parse(fact.getValue()))
                                : Visible.of(fact.getValue());
                        filled = filled.replace("{" + fact.getKey() + "}", shown);
                    }
                    return filled;
                });
    }
}
