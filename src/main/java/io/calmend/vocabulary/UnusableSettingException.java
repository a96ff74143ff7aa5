package io.calmend.vocabulary;

/**
 * Thrown when a setting, or something that it names, cannot be used; the portal then does not start. The message is
 * one or two sentences for an administrator: which setting, what is wrong, what to do. It contains no secret.
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
