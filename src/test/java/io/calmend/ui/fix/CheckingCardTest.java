package io.calmend.ui.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.remote.ConnectionDoctor.Layer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckingCardTest {

    /** A sealed way has no TLS, a local account no ticket: a line that turned for them would turn for ever. */
    @ParameterizedTest
    @CsvSource({
        "NAME, PORT",
        "PORT, WINRM",
        "TLS, WINRM",
        "WINRM, SCHEMES",
        "SCHEMES, SIGN_IN",
        "TICKET, SIGN_IN",
        "SIGN_IN, SHELL",
        "SHELL, LANGUAGE"
    })
    void onlyALayerOfEveryTransportIsShownAsUnderWay(Layer passed, Layer underWay) {
        assertThat(CheckingCard.next(passed)).contains(underWay);
    }

    @Test
    void nothingIsUnderWayAfterTheLastLayer() {
        assertThat(CheckingCard.next(Layer.LANGUAGE)).isEqualTo(Optional.empty());
    }
}
