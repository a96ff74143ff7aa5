package io.calmend;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the portal. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CalmendApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(CalmendApplication.class, arguments);
    }
}
