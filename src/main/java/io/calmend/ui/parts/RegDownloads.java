package io.calmend.ui.parts;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.HttpStatusCode;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import io.calmend.backup.Backups;
import io.calmend.backup.Backups.Backup;
import io.calmend.signin.CurrentActor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RegistryView;
import java.io.ByteArrayInputStream;
import java.util.Locale;
import org.springframework.stereotype.Service;

/**
 * Offers backups as {@code .reg} files. Permission is checked when a file is downloaded, not when the link is shown.
 */
@Service
public class RegDownloads {

    private final Backups backups;
    private final CurrentActor currentActor;

    RegDownloads(Backups backups, CurrentActor currentActor) {
        this.backups = backups;
        this.currentActor = currentActor;
    }

    /** A link for each registry view. */
    public Div links(BackupId backup) {
        var links = Markup.div("links");
        for (var view : RegistryView.values()) {
            var link = new Anchor(
                    DownloadHandler.fromInputStream(_ -> file(backup, view)), Words.say("ui.reg", Words.view(view)));
            link.removeAll();
            link.add(Markup.icon("download"), new Span(Words.say("ui.reg", Words.view(view))));
            link.addClassName("button-link");
            link.getElement().setAttribute("download", true);
            links.add(link);
        }
        return links;
    }

    private DownloadResponse file(BackupId id, RegistryView view) {
        return switch (backups.regFile(currentActor.get(), id, view)) {
            case Backups.Download.File(var backup, var bytes) ->
                new DownloadResponse(
                        new ByteArrayInputStream(bytes),
                        nameOf(backup, view),
                        "application/octet-stream",
                        bytes.length);
            case Backups.Download.Refused(var reason) ->
                DownloadResponse.error(
                        reason == FailureReason.BACKUP_UNKNOWN ? HttpStatusCode.NOT_FOUND : HttpStatusCode.FORBIDDEN);
        };
    }

    /** {@code PC-0421-B-17-Registry64.reg}: contains only letters, digits, dot, hyphen and underscore. */
    static String nameOf(Backup backup, RegistryView view) {
        var host = backup.hostName().replaceAll("[^A-Za-z0-9._-]", "_").toUpperCase(Locale.ROOT);
        return host + "-" + backup.id().toString().replaceAll("[^A-Za-z0-9._-]", "_") + "-" + view.dotNetName()
                + ".reg";
    }
}
