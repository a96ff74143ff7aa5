package io.calmend.vocabulary;

/**
 * Something that the settings say, or name, cannot be used, and the portal does not start. Its message is one or two sentences for
 * an administrator: which setting, what is wrong, what to do. It holds no secret.
 */
public final class UnusableSettingException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public UnusableSettingException(String sentence) {
        super(sentence);
    }

    public UnusableSettingException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
