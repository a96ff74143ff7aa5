package io.calmend.ui.parts;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.clipboard.Clipboard;

/** Puts a text on the clipboard of the person at the screen, and says that it did. */
public final class CopyButton extends Button {

    public CopyButton(String words, String text) {
        super(words, Markup.icon("copy"));
        Clipboard.onClick(this)
                .writeText(
                        text,
                        _ -> {
                            setText(Words.say("ui.copied"));
                            setIcon(Markup.icon("check"));
                        },
                        _ -> setText(Words.say("ui.copy.failed")));
    }
}
