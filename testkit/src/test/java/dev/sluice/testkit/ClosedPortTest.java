package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

final class ClosedPortTest {
    @Test
    void refusesConnections() {
        try (ClosedPort first = new ClosedPort();
                ClosedPort second = new ClosedPort()) {
            assertThat(first.port()).isPositive().isNotEqualTo(second.port());
            assertThatThrownBy(() -> new Socket("localhost", first.port())).isInstanceOf(ConnectException.class);
        }
    }
}
