package io.calmend.vocabulary;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares who may call a service method: people who have any of these roles at that moment, and the portal itself.
 * The method's first argument is the {@link Actor} who asks. Before the caller gets a {@link NotPermittedException}
 * the refusal is in the audit log; the method was not run then, and no transaction is open.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AllowedTo {

    Role[] value();

    /** What the person asked for, as the refusal names it: {@code log}, {@code stop}… */
    String asked();

    /**
     * Whether the method changes something: then the directory is asked again, otherwise an answer up to two seconds
     * old is used.
     */
    boolean changes() default false;
}
