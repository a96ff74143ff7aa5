package io.calmend.ui.shell;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.DescriptionList;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Words;
import java.util.List;

/** Lists the keyboard shortcuts, all of which only navigate. None of them runs a repair. */
final class KeysDialog extends Dialog {

    KeysDialog() {
        setHeaderTitle(Words.say("ui.keys"));
        var list = new DescriptionList();
        list.addClassName("keys");
        for (var key : List.of("search", "fix", "audit", "delegation", "list", "close")) {
            list.add(
                    new DescriptionList.Term(Markup.text("kbd", Words.say("ui.keys." + key + ".key"))),
                    new DescriptionList.Description(Words.say("ui.keys." + key)));
        }
        add(list, Markup.text("muted small", Words.say("ui.keys.single.detail")));
        var close = new Button(Words.say("ui.close"), _ -> close());
        close.setAutofocus(true);
        getFooter().add(close);
    }
}
