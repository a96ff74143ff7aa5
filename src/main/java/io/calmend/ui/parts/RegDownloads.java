package io.calmend.ui.parts;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.HttpStatusCode;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditTrail;
import io.calmend.backup.Backups;
import io.calmend.backup.Backups.Backup;
import io.calmend.signin.CurrentActor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RegistryView;
import java.io.ByteArrayInputStream;
import java.util.Locale;
import org.springframework.stereotype.Service;

/**
 * Backups as {@code .reg} files. Whether the person may have one is asked when it is fetched, not when the link is drawn,
 * and the answer is on the trail either way.
 */
@Service
public class RegDownloads {

    private final Backups backups;
    private final RunAccess access;
    private final AuditTrail trail;
    private final CurrentActor currentActor;

    RegDownloads(Backups backups, RunAccess access, AuditTrail trail, CurrentActor currentActor) {
        this.backups = backups;
        this.access = access;
        this.trail = trail;
        this.currentActor = currentActor;
    }

    /** A link for each registry view. @param execution the one that saved {@code backup}: who may see it may have the files */
    public Div links(BackupId backup, ExecutionId execution) {
        var links = Markup.div("links");
        for (var view : RegistryView.values()) {
            var link = new Anchor(
                    DownloadHandler.fromInputStream(_ -> file(backup, execution, view)),
                    Words.say("ui.reg", Words.view(view)));
            link.removeAll();
            link.add(Markup.icon("download"), new Span(Words.say("ui.reg", Words.view(view))));
            link.addClassName("button-link");
            link.getElement().setAttribute("download", true);
            links.add(link);
        }
        return links;
    }

    private DownloadResponse file(BackupId id, ExecutionId execution, RegistryView view) {
        var actor = currentActor.get();
        var found = backups.find(id).filter(backup -> backup.execution().equals(execution));
        if (found.isEmpty()) {
            trail.recordAlone(new AuditEvent.Refused(
                    actor, "download", id.toString(), null, null, FailureReason.BACKUP_UNKNOWN, null));
            return DownloadResponse.error(HttpStatusCode.NOT_FOUND);
        }
        if (access.open(execution, "download", id.toString()).isEmpty()) {
            return DownloadResponse.error(HttpStatusCode.FORBIDDEN);
        }
        var backup = found.get();
        var bytes = backups.regFile(id, view);
        trail.recordAlone(new AuditEvent.Downloaded(
                actor, "backup", id + " " + view.dotNetName(), new AuditEvent.Host(backup.host(), backup.hostName())));
        return new DownloadResponse(
                new ByteArrayInputStream(bytes), nameOf(backup, view), "application/octet-stream", bytes.length);
    }

    /** {@code PC-0421-B-17-Registry64.reg}: nothing but letters, digits, dot, hyphen and underscore. */
    static String nameOf(Backup backup, RegistryView view) {
        var host = backup.hostName().replaceAll("[^A-Za-z0-9._-]", "_").toUpperCase(Locale.ROOT);
        return host + "-" + backup.id().toString().replaceAll("[^A-Za-z0-9._-]", "_") + "-" + view.dotNetName()
                + ".reg";
    }
}
