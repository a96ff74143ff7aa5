package io.calmend.signin;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.component.login.LoginI18n;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import com.vaadin.flow.spring.security.AuthenticationContext;
import java.util.regex.Pattern;

/** The sign-in page. Says that the last attempt failed, but never which part of it was wrong. */
@Route(value = LoginView.PATH, autoLayout = false)
@AnonymousAllowed
public class LoginView extends Main implements BeforeEnterObserver, HasDynamicTitle {

    static final String PATH = "login";
    static final String PROBLEM = "problem";
    static final String MINUTES = "minutes";
    private static final Pattern MINUTES_SHAPE = Pattern.compile("[1-9][0-9]{0,3}");

    private final transient AuthenticationContext authentication;
    private final LoginForm form = new LoginForm();

    LoginView(AuthenticationContext authentication) {
        this.authentication = authentication;
        setId("main");
        addClassName("login-view");
        form.setAction(PATH);
        form.setForgotPasswordButtonVisible(false);
        var logo = new Image("calmend.svg", "");
        logo.addClassName("login-logo");
        var note = new Paragraph(getTranslation("signin.note"));
        note.addClassName("fine");
        var card = new Div(
                logo,
                new H1(getTranslation("signin.product")),
                new Paragraph(getTranslation("signin.claim")),
                form,
                note);
        card.addClassName("login-card");
        add(card);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        if (authentication.isAuthenticated()) {
            event.forwardTo("");
            return;
        }
        var asked = event.getLocation().getQueryParameters();
        var problem = asked.getSingleParameter(PROBLEM).flatMap(SignInProblem::ofCode);
        form.setI18n(words(problem.map(SignInProblem::code).orElse("wrong"), minutes(asked)));
        form.setError(problem.isPresent());
    }

    private LoginI18n words(String problem, String minutes) {
        var words = LoginI18n.createDefault();
        words.getForm().setTitle(getTranslation("signin.title"));
        words.getForm().setUsername(getTranslation("signin.account"));
        words.getForm().setPassword(getTranslation("signin.password"));
        words.getForm().setSubmit(getTranslation("signin.submit"));
        words.getErrorMessage().setTitle(getTranslation("signin.problem." + problem + ".title"));
        words.getErrorMessage().setMessage(getTranslation("signin.problem." + problem + ".text", minutes));
        words.getErrorMessage().setUsername(getTranslation("signin.account.missing"));
        words.getErrorMessage().setPassword(getTranslation("signin.password.missing"));
        return words;
    }

    /** Anybody can write the address, so only a small number is shown. */
    private static String minutes(QueryParameters asked) {
        return asked.getSingleParameter(MINUTES)
                .filter(text -> MINUTES_SHAPE.matcher(text).matches())
                .orElse("15");
    }

    @Override
    public String getPageTitle() {
        return getTranslation("signin.page-title");
    }
}
