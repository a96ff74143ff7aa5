package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.host.FacetState;
import io.calmend.host.ServiceStatus;
import io.calmend.host.StartMode;
import io.calmend.host.WindowsService;
import io.calmend.simulator.CommandKind;
import io.calmend.simulator.Fault;
import io.calmend.simulator.Message;
import io.calmend.simulator.When;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run of a Windows service on the pages that were made for keys: none of them speaks of keys there. */
class ServiceRunJourneyTest extends Journey {

    private static final String SERVICE = "Remote Desktop Services";
    private static final String[] WORDS_OF_THE_REGISTRY = {
        "key", "Key", "registry", "Registry", "value", "64-bit", "32-bit"
    };

    private Visitor planned(String operation) {
        var joerg = signIn("jörg.müller");
        joerg.opens("host/rdsh01/repair/" + operation);
        return joerg;
    }

    private static void confirm(Visitor person, String button) {
        person.fills("Reason", "Nobody can connect");
        person.fills("Ticket", "INC-70450");
        person.presses(button);
    }

    private static void speaksOfServicesOnly(Visitor person) {
        var screen = person.screen();
        // behind the menu, which has keys of its own
        assertThat(screen.substring(screen.indexOf("Sign out"))).doesNotContain(WORDS_OF_THE_REGISTRY);
    }

    @Test
    void planRunBackupAndTicketNoteOfAStoppedServiceSpeakOfTheService() {
        var joerg = planned("SH-SVC-STOP");
        joerg.reads(
                "Stop Remote Desktop Services",
                "Other people will notice",
                "Everybody who is connected to this computer by Remote Desktop is disconnected.",
                "2 services",
                SERVICE,
                "Running",
                "Stopped",
                "StopService   TermService",
                "Can be undone");
        speaksOfServicesOnly(joerg);

        confirm(joerg, "Run the repair");
        joerg.reads(
                "Repair of RDSH01 done",
                "Verified: the changes are in place",
                "2 services changed in",
                "Backed up as B-",
                "Changed: Remote Desktop Services, from Running to Stopped",
                "Undo this repair");
        speaksOfServicesOnly(joerg);

        var run = joerg.address();
        joerg.follows("Undo this repair");
        joerg.reads("Undo: Stop Remote Desktop Services", "StartService  TermService");
        speaksOfServicesOnly(joerg);
        joerg.fills("Reason", "People can connect again");
        joerg.presses("Undo now");
        joerg.reads("on RDSH01 done", "Verified: the changes are undone");
        speaksOfServicesOnly(joerg);
        joerg.opens(run);
        joerg.reads("What was changed and has been undone");

        joerg.opens("host/rdsh01?tab=backups");
        joerg.reads("2 services");
        joerg.opens("host/rdsh01/repair/SH-SVC-START");
        joerg.reads("There is nothing to change.");
    }

    @Test
    void restartIsReadBeforeAndAfterAndCannotBeUndone() {
        var joerg = planned("SH-SVC");
        joerg.reads(
                "Restart Remote Desktop Services",
                "What will be done",
                "TermService runs in process 812",
                "Cannot be undone",
                "2 services");
        speaksOfServicesOnly(joerg);

        confirm(joerg, "Run the repair");
        joerg.reads("Repair of RDSH01 done", "Verified: the service runs in another process now", "Perform");
        speaksOfServicesOnly(joerg);
        assertThat(joerg.screen()).doesNotContain("Undo this repair");
    }

    @Test
    void restartWhoseAnswerIsLostIsFoundOutAndSentOnce() {
        host("rdsh01")
                .inject(
                        new Fault.Dropped(Message.RECEIVE, Fault.Moment.AFTER_EXECUTING),
                        When.always().during(CommandKind.PERFORM));
        var joerg = planned("SH-SVC");
        joerg.reads("What will be done");
        confirm(joerg, "Run the repair");
        joerg.reads("Connection to RDSH01 was lost", "Outcome unknown – please do not run it again yet");
        joerg.reads("Repair of RDSH01 done");
        assertThat(host("rdsh01").commands())
                .filteredOn(command -> command.verb() == CommandKind.PERFORM)
                .hasSize(1);
    }

    @Test
    void serviceThatCannotBeRestartedIsSaidInWordsOfWindows() {
        runServices(
                "rdsh01",
                Map.of(
                        WindowsService.REMOTE_DESKTOP,
                        new FacetState.ServiceRun(
                                WindowsService.REMOTE_DESKTOP, ServiceStatus.STOPPED, StartMode.DISABLED),
                        WindowsService.PORT_REDIRECTOR,
                        new FacetState.ServiceRun(
                                WindowsService.PORT_REDIRECTOR, ServiceStatus.STOPPED, StartMode.MANUAL)));
        var joerg = planned("SH-SVC");
        joerg.reads(
                "The service cannot be started, stopped or restarted as it is.",
                "Nothing was changed.",
                "Service TermService: Stopped");
        joerg.opens("host/rdsh01/repair/SH-SVC-START");
        joerg.reads("Service TermService: ServiceDisabled");
    }
}
