package io.calmend.ui.parts;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.clipboard.Clipboard;
import io.calmend.vocabulary.Visible;
import java.util.List;

/** Copies a text to the person's clipboard, and confirms it. */
public final class CopyButton extends Button {

    /** @param lines the text to copy: each stays one line, whatever it contains */
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
