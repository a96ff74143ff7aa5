package io.calmend.ui.parts;

import io.calmend.vocabulary.Role;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares who may open a screen: people with any of these roles. A screen without it is open to everybody who is
 * signed in.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OpenTo {
    Role[] value();
}
