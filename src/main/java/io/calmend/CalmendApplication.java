package io.calmend;

import io.calmend.remote.doctor.CheckCommand;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts the portal, or with {@code check} checks one host from the command line. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CalmendApplication {

    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("check")) {
            var rest = List.of(arguments).subList(1, arguments.length);
            var report = System.out;
            // a library that prints to standard output must not put text between the lines of the report
            System.setOut(System.err);
            System.exit(CheckCommand.run(rest, report, Clock.systemUTC()));
        }
        SpringApplication.run(CalmendApplication.class, arguments);
    }

    /** The application's one clock; tests replace it. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
