package io.calmend.ui.parts;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.clipboard.Clipboard;
import io.calmend.vocabulary.Visible;
import java.util.List;

/** Puts a text on the clipboard of the person at the screen, and says that it did. */
public final class CopyButton extends Button {

    /** @param lines what is copied: each stays one line, whatever it holds */
    public CopyButton(String words, List<String> lines) {
        super(Visible.of(words), Markup.icon("copy"));
        Clipboard.onClick(this)
                .writeText(
                        Visible.lines(lines),
                        _ -> {
                            setText(Words.say("ui.copied"));
                            setIcon(Markup.icon("check"));
                        },
                        _ -> setText(Words.say("ui.copy.failed")));
    }
}
