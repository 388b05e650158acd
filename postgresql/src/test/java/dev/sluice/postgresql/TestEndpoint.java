package dev.sluice.postgresql;

import dev.sluice.job.About;
import dev.sluice.job.DataSource;
import dev.sluice.job.Endpoint;
import dev.sluice.job.Location;
import dev.sluice.job.Login;
import dev.sluice.job.Secret;
import dev.sluice.job.Tls;
import dev.sluice.testkit.TestDatabase;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a test job connects to, and as whom. */
record TestEndpoint(String host, int port, String database, String user, String password) {
    /** The database as its superuser. */
    static TestEndpoint of(TestDatabase database) {
        return new TestEndpoint(
                database.server().host(),
                database.server().port(),
                database.name(),
                database.server().user(),
                database.server().password());
    }

    TestEndpoint at(String otherHost, int otherPort) {
        return new TestEndpoint(otherHost, otherPort, database, user, password);
    }

    TestEndpoint as(String otherUser, String otherPassword) {
        return new TestEndpoint(host, port, database, otherUser, otherPassword);
    }

    TestEndpoint in(String otherDatabase) {
        return new TestEndpoint(host, port, otherDatabase, user, password);
    }

    PgServer server(ZoneId timeZone) {
        return new PgServer(dataSource(), timeZone);
    }

    Endpoint endpoint() {
        return new Endpoint.Inline(dataSource());
    }

    DataSource dataSource() {
        return dataSource(Map.of());
    }

    DataSource dataSource(Map<String, Secret> properties) {
        return new DataSource(
                database,
                "postgresql",
                new Location.Servers(List.of(new Location.Address(host, port)), database),
                new Login(Optional.of(user), Optional.of(new Secret(password))),
                properties,
                Tls.UNSTATED,
                About.NOTHING);
    }
}
