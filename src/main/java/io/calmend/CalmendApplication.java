package io.calmend;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts the portal. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CalmendApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(CalmendApplication.class, arguments);
    }

    /** The one clock; tests give another. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
