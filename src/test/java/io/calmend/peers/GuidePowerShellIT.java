package io.calmend.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.project.Guide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The manual's commands for Windows administrators, as far as they can be tried without a domain of Windows: Windows PowerShell
 * 5.1 would take each of them.
 */
class GuidePowerShellIT {

    @TempDir
    static Path folder;

    @Test
    void windowsPowerShellWouldTakeEveryCommand() throws Exception {
        var lab = WindowsLab.openFor(GuidePowerShellIT.class);
        var files = new ArrayList<String>();
        for (var block : Stream.of("windows.md", "soc.md")
                .map(Guide::blocks)
                .flatMap(List::stream)
                .toList()) {
            if (block.language().equals("powershell")) {
                var file = folder.resolve(files.size() + ".ps1");
                files.add(WindowsLab.windowsPath(Files.writeString(file, block.text())));
            }
        }
        assertThat(files).hasSizeGreaterThan(7);
        var broken = Files.writeString(folder.resolve("broken.ps1"), "$a ??= 1; if (");

        assertThat(lab.run("powershell.exe -check " + String.join(" ", files)).text())
                .isEmpty();
        assertThat(lab.run("powershell.exe -check " + WindowsLab.windowsPath(broken))
                        .text())
                .contains("broken.ps1");
    }
}
