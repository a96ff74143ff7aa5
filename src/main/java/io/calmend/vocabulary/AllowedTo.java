package io.calmend.vocabulary;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may call a method of a service: people who have any of these roles at that moment, and the portal itself. The method's
 * first argument is the {@link Actor} who asks. A refusal is in the audit log before the caller gets a {@link NotPermittedException};
 * nothing else of the call has happened then, and no transaction is open.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AllowedTo {

    Role[] value();

    /** What was asked for, as the refusal has it: {@code log}, {@code stop}… */
    String asked();

    /** Whether something is changed: then the directory is asked again, otherwise an answer up to two seconds old is used. */
    boolean changes() default false;
}
