package io.calmend.signin;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.AllowedTo;
import io.calmend.vocabulary.CurrentRoles;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.NotPermittedException;
import io.calmend.vocabulary.Texts;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Checks the roles before every service method annotated with {@link AllowedTo}, whatever calls it and on any thread.
 * Runs before a transaction begins, so that the directory is not asked inside one and a refusal stays in the audit
 * log.
 */
@Configuration(proxyBeanMethods = false)
class ServiceGuard {

    static final int LONGEST_SUBJECT = 260;

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Advisor allowedToAdvisor(ObjectProvider<CurrentRoles> roles, ObjectProvider<AuditLog> auditLog) {
        var advisor = new DefaultPointcutAdvisor(
                new AnnotationMatchingPointcut(null, AllowedTo.class, true), new Guard(roles, auditLog));
        advisor.setOrder(Ordered.HIGHEST_PRECEDENCE + 1_000);
        return advisor;
    }

    /** Resolves its collaborators late, because they are guarded services themselves. */
    private record Guard(ObjectProvider<CurrentRoles> roles, ObjectProvider<AuditLog> auditLog)
            implements MethodInterceptor {

        @Override
        public @Nullable Object invoke(MethodInvocation call) throws Throwable {
            var allowed = allowed(call);
            if (call.getArguments().length == 0 || !(call.getArguments()[0] instanceof Actor actor)) {
                throw new IllegalStateException(call.getMethod() + " does not say first who asks");
            }
            var given = allowed.changes()
                    ? roles.getObject().now(actor)
                    : roles.getObject().lately(actor);
            if (Arrays.stream(allowed.value()).noneMatch(given::contains)) {
                auditLog.getObject()
                        .recordAlone(new AuditEvent.Refused(
                                actor, allowed.asked(), subject(call), null, null, FailureReason.NOT_PERMITTED, null));
                throw new NotPermittedException(FailureReason.NOT_PERMITTED);
            }
            return call.proceed();
        }

        private static AllowedTo allowed(MethodInvocation call) {
            var found = AnnotatedElementUtils.findMergedAnnotation(call.getMethod(), AllowedTo.class);
            if (found == null) {
                throw new IllegalStateException(call.getMethod() + " does not say who may call it");
            }
            return found;
        }

        private static String subject(MethodInvocation call) {
            var asked = Arrays.stream(call.getArguments())
                    .skip(1)
                    .map(String::valueOf)
                    .collect(Collectors.joining(" "));
            return Texts.cut(asked, LONGEST_SUBJECT);
        }
    }
}
