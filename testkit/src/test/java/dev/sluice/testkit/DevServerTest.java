package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class DevServerTest {
    @Test
    void offersAFilledSourceAndAnEmptyDestination() throws Exception {
        DevServer server = DevServer.start();
        try (server) {
            assertThat(server.source().value("show wal_level")).isEqualTo("logical");
            assertThat(server.source().value("select count(*) from orders")).isEqualTo("3000");
            assertThat(server.destination().value("select count(*) from pg_tables where schemaname = 'public'"))
                    .isEqualTo("0");
            assertThat(description(server))
                    .contains(server.source().jdbcUrl(), server.destination().jdbcUrl(), "order_items", "postgres");
        }
        assertThatThrownBy(() -> server.source().connect()).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> server.destination().connect()).isInstanceOf(SQLException.class);
    }

    private static String description(DevServer server) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        server.describe(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
