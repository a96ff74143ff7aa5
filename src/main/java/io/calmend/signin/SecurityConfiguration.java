package io.calmend.signin;

import com.vaadin.flow.server.VaadinServlet;
import com.vaadin.flow.spring.security.VaadinDefaultRequestCache;
import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.atmosphere.cpr.ApplicationConfig;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.DelegatingSecurityContextRepository;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.HttpStatusRequestRejectedHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.session.HttpSessionEventPublisher;
import org.springframework.security.web.session.SessionInformationExpiredEvent;

/**
 * Configures Spring Security: who may sign in and which requests are allowed. Views declare by annotation who may open
 * them; a view without one is closed.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {

    private static final String HEALTH = "/actuator/health";
    private static final String METRICS = "/actuator/prometheus";

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            SignInSettings settings,
            SessionWatch watch,
            KnownBrowsers browsers,
            SecurityContextRepository contexts,
            VaadinDefaultRequestCache askedFor,
            Environment environment) {
        // SecurityHeaders sets the headers
        http.headers(AbstractHttpConfigurer::disable);
        askedFor.setDelegateRequestCache(addressesWithoutMark());
        http.securityContext(context -> context.securityContextRepository(contexts));
        http.sessionManagement(sessions -> sessions.sessionFixation(fixation -> fixation.changeSessionId())
                .addSessionAuthenticationStrategy(browsers)
                .maximumSessions(settings.session().perPerson())
                .expiredSessionStrategy(SecurityConfiguration::goOnAsNobody));
        http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                .permitAll()
                .requestMatchers(
                        request -> isAskedByMachines(request.getRequestURI(), request.getLocalPort(), environment))
                .permitAll()
                .requestMatchers("/actuator/**")
                .denyAll()
                .requestMatchers(StaticFiles.PATTERNS)
                .permitAll());
        http.with(
                VaadinSecurityConfigurer.vaadin(),
                vaadin -> vaadin.loginView(LoginView.class).anyRequest(any -> any.authenticated()));
        http.formLogin(form -> form.authenticationDetailsSource(
                        (HttpServletRequest request) -> new SignInDetails(request, browsers.marks(request)))
                .failureHandler(new ToLoginView()));
        http.addFilterBefore(new SessionFilter(watch, contexts), AuthorizationFilter.class);
        return http.build();
    }

    /** Makes the address after the sign-in exactly the one that was asked for, without {@code ?continue}. */
    @SuppressWarnings("NullAway") // null is how it is switched off; the parameter is not annotated so
    private static RequestCache addressesWithoutMark() {
        var addresses = new HttpSessionRequestCache();
        addresses.setMatchingRequestParameterName(null);
        return addresses;
    }

    /**
     * Called when the session has ended: Vaadin tells an open page, and every other request is redirected to the
     * sign-in page.
     */
    private static void goOnAsNobody(SessionInformationExpiredEvent expired) throws IOException, ServletException {
        var onward = expired.getFilterChain();
        if (onward == null) {
            expired.getResponse().setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            onward.doFilter(expired.getRequest(), expired.getResponse());
        }
    }

    /**
     * Whether this is a request for health or metrics, which are served on a port of their own and not on the port of
     * the pages.
     */
    private static boolean isAskedByMachines(String path, int port, Environment environment) {
        var pages = environment.getProperty("local.server.port", Integer.class);
        return pages != null
                && pages != port
                && (path.equals(HEALTH) || path.startsWith(HEALTH + "/") || path.equals(METRICS));
    }

    @Bean
    SecurityContextRepository securityContextRepository() {
        return new DelegatingSecurityContextRepository(
                new RequestAttributeSecurityContextRepository(), new HttpSessionSecurityContextRepository());
    }

    @Bean
    AuthenticationManager authenticationManager(DirectoryAuthenticationProvider provider) {
        return new ProviderManager(provider);
    }

    @Bean
    HttpFirewall httpFirewall(PublicAddress address) {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowedHostnames(address::isOurName);
        firewall.setAllowedHttpMethods(Set.of("GET", "HEAD", "POST"));
        return firewall;
    }

    /**
     * Answers 400, with the correct address if the name was wrong. Each refused request passes the firewall again on
     * its way to the error page, but is reported once.
     */
    @Bean
    RequestRejectedHandler requestRejectedHandler(
            PublicAddress address, RefusedRequests refused, WrongAddress wrongAddress) {
        var answer = new HttpStatusRequestRejectedHandler();
        return (request, response, rejected) -> {
            if (address.isOurName(request.getServerName())) {
                answer.handle(request, response, rejected);
                return;
            }
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                refused.name(request.getServerName());
            }
            wrongAddress.answer(response, HttpServletResponse.SC_BAD_REQUEST);
        };
    }

    /** Validated before the web server opens its port. */
    @Bean
    static WebServerFactoryCustomizer<ConfigurableWebServerFactory> addressOfThePortal(
            ServerProperties server, SignInSettings settings, SslBundles bundles, ConfigurableEnvironment environment) {
        return _ -> {
            PlainHttp.check(server, settings, environment);
            OwnCertificate.read(server.getSsl(), bundles);
        };
    }

    @Bean
    HttpSessionEventPublisher httpSessionEventPublisher() {
        return new HttpSessionEventPublisher();
    }

    /** Set in code and not by a property, because it is not documented which of Vaadin's settings reach Atmosphere. */
    @Bean
    static BeanPostProcessor oneWaySockets() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof ServletRegistrationBean<?> registration
                        && registration.getServlet() instanceof VaadinServlet) {
                    registration.addInitParameter(ApplicationConfig.WEBSOCKET_PROTOCOL, OneWaySocket.class.getName());
                }
                return bean;
            }
        };
    }

    /**
     * If people use HTTPS, the cookie is bound to this exact host name ({@code __Host-}) and never sent unencrypted.
     */
    @Bean
    ServletContextInitializer sessionCookie(PublicAddress address, Environment environment) {
        var https = address.isHttps()
                || environment.containsProperty("server.ssl.bundle")
                || environment.containsProperty("server.ssl.certificate")
                || environment.containsProperty("server.ssl.key-store");
        return context -> {
            var cookie = context.getSessionCookieConfig();
            cookie.setName(https ? "__Host-calmend" : "calmend");
            cookie.setSecure(https);
            cookie.setPath("/");
        };
    }
}
