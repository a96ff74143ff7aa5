package io.calmend.ui.shell;

import io.calmend.vocabulary.Actor;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Stores each person's settings for the screens, which apply in every browser they use. */
@Component
class Preferences {

    enum Name {
        COLOUR_SCHEME,
        SINGLE_KEYS
    }

    private final JdbcClient database;

    Preferences(JdbcClient database) {
        this.database = database;
    }

    Optional<String> of(Actor person, Name name) {
        return database.sql("select setting from ui_preference where person = ? and name = ?")
                .params(person.sid(), name.name())
                .query(String.class)
                .optional();
    }

    @Transactional
    void set(Actor person, Name name, String setting) {
        var changed = database.sql("update ui_preference set setting = ? where person = ? and name = ?")
                .params(setting, person.sid(), name.name())
                .update();
        if (changed == 0) {
            database.sql("insert into ui_preference (setting, person, name) values (?, ?, ?)")
                    .params(setting, person.sid(), name.name())
                    .update();
        }
    }
}
