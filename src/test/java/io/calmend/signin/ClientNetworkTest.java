package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0",
        "2001:db8:1:2::1, 2001:db8:1:2:0:0:0:0",
        "2001:db8:1:3::1, 2001:db8:1:3:0:0:0:0",
        "fe80:0:0:0:1:2:3:4%1, fe80:0:0:0:0:0:0:0",
        "::ffff:192.0.2.1, 192.0.2.1",
        "192.0.2.1, 192.0.2.1",
        "unknown, unknown",
        "'', ''"
    })
    void addressStandsForItsNetwork(String address, String network) {
        assertThat(ClientNetwork.of(address)).isEqualTo(network);
    }

    @Test
    void networksAreEqualWhereTheirFirst64BitsAre() throws Exception {
        assertThat(ClientNetwork.of(InetAddress.getByName("2001:db8:1:2:3:4:5:6")))
                .isEqualTo(ClientNetwork.of(InetAddress.getByName("2001:db8:1:2::1")))
                .isNotEqualTo(ClientNetwork.of(InetAddress.getByName("2001:db8:1:3::1")));
        assertThat(ClientNetwork.of(InetAddress.getByName("::ffff:192.0.2.1")))
                .isEqualTo(InetAddress.getByName("192.0.2.1"));
    }
}
