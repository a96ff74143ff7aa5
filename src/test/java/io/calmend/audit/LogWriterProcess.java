package io.calmend.audit;

import io.calmend.database.DatabaseTest;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes to the audit log until it is killed, and says on standard output what is committed. */
final class LogWriterProcess {

    private LogWriterProcess() {}

    /** @param arguments the JDBC address of the database */
    public static void main(String[] arguments) {
        var context = open(arguments[0]);
        var auditLog = context.getBean(AuditLog.class);
        var transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        while (true) {
            var number = transaction.execute(_ -> {
                auditLog.record(SampleEvents.intended("before the change"));
                return auditLog.record(SampleEvents.ended("SUCCEEDED", null));
            });
            System.out.println("committed " + number);
        }
    }

    static ConfigurableApplicationContext open(String url) {
        return new SpringApplicationBuilder(DatabaseTest.Slice.class, ChainedLog.class, ChainReader.class)
                .web(WebApplicationType.NONE)
                .run("--spring.datasource.url=" + url, "--spring.main.banner-mode=off", "--logging.level.root=warn");
    }
}
