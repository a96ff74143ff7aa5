package io.calmend.database;

import org.flywaydb.core.Flyway;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/** Empties the database and migrates it again before each test method. */
class FreshDatabase extends AbstractTestExecutionListener {

    @Override
    public void beforeTestMethod(TestContext test) {
        var flyway = test.getApplicationContext().getBean(Flyway.class);
        flyway.clean();
        flyway.migrate();
    }
}
