package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ConnectionTest;
import dev.sluice.connector.ConnectionTest.Stage;
import dev.sluice.connector.ConnectionTest.Step;
import dev.sluice.connector.ConnectionTest.StepOutcome;
import dev.sluice.connector.ConnectionTest.Verdict;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TlsServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data sources tried with TLS: what is said at which step. */
final class ConnectionTrialTlsTest {
    @TempDir
    private Path folder;

    private TlsSource source() {
        return new TlsSource(TlsServer.of(TestingPostgres.DEFAULT_VERSION), folder)
                .as("by_scram", TlsServer.USER_PASSWORD)
                .trusting(TlsServer.ROOT);
    }

    private static ConnectionTest test(TlsSource source) {
        return new PostgresConnector().test(source.dataSource(), Duration.ofSeconds(30));
    }

    private static Step step(ConnectionTest test, Stage stage) {
        return test.attempts().get(0).steps().stream()
                .filter(step -> step.stage() == stage)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"verify-full", "verify-ca", "require", "prefer"})
    void theConnectionIsEncrypted(String mode) {
        ConnectionTest test = test(source().with("sslMode", mode));

        assertThat(test.verdict()).as(test.toString()).isEqualTo(Verdict.CONNECTABLE);
        assertThat(step(test, Stage.TLS).outcome()).isEqualTo(StepOutcome.OK);
        assertThat(step(test, Stage.TLS).detail()).startsWith("TLSv1.").endsWith(", sslMode " + mode);
    }

    @Test
    void tlsComesAboutAndThePasswordIsWrong() {
        ConnectionTest strict = test(source().as("by_scram", "wrong"));
        ConnectionTest lax = test(source().as("by_scram", "wrong").with("sslMode", "prefer"));

        assertThat(strict.verdict()).isEqualTo(Verdict.CONFIG_ERROR);
        assertThat(step(strict, Stage.TLS)).isEqualTo(Step.ok(Stage.TLS, "sslMode verify-ca"));
        assertThat(step(strict, Stage.AUTHENTICATE).outcome()).isEqualTo(StepOutcome.FAILED);
        assertThat(step(lax, Stage.TLS).detail()).isEqualTo("nobody can tell: sslMode prefer takes either");
    }

    /** The first attempt, without TLS, meets no line of pg_hba.conf; the second one is the one to tell of. */
    @Test
    void theAttemptThatCameFartherTellsTheReason() {
        ConnectionTest test =
                test(source().as("by_scram", "wrong").with("truststoreFile", "").with("sslMode", "allow"));

        assertThat(step(test, Stage.AUTHENTICATE).detail()).contains("password authentication failed");
        assertThat(step(test, Stage.AUTHENTICATE).cure()).get().asString().contains("Check username and password");
    }

    @ParameterizedTest
    @CsvSource({"require, true", "verify-full, true", "prefer, false"})
    void whoClosesWhenAskedForTlsHasNone(String mode, boolean asked) {
        try (FakeServer server = FakeServer.saying("")) {
            ConnectionTest test = test(source().at("127.0.0.1", server.port()).with("sslMode", mode));

            assertThat(test.verdict()).isEqualTo(Verdict.UNREACHABLE);
            assertThat(step(test, Stage.TLS).outcome()).isEqualTo(asked ? StepOutcome.FAILED : StepOutcome.SKIPPED);
        }
    }

    @Test
    void theServerIsSignedBySomebodyElse() {
        assertTlsFails(source().trusting(TlsServer.STRANGERS), "who is not in truststoreFile", "\"truststoreFile\"");
    }

    @Test
    void theServerHasNoTls() {
        TestingPostgres plain = TestingPostgres.shared();

        assertTlsFails(source().at(plain.host(), plain.port()), "the server does not speak TLS", "ssl = on");
    }

    @Test
    void theKeysPasswordIsWrong() {
        TlsSource source = source().showing("by_scram", TlsServer.CLIENTS, "ec-default.pem")
                .with("clientPassword", "wrong-secret");

        assertTlsFails(source, "the password does not fit the key", "clientPassword");
    }

    private static void assertTlsFails(TlsSource source, String why, String cure) {
        ConnectionTest test = test(source);

        assertThat(test.verdict()).as(test.toString()).isEqualTo(Verdict.CONFIG_ERROR);
        assertThat(step(test, Stage.CONNECT).outcome()).isEqualTo(StepOutcome.OK);
        assertThat(step(test, Stage.TLS).outcome()).isEqualTo(StepOutcome.FAILED);
        assertThat(step(test, Stage.TLS).detail()).contains(why);
        assertThat(step(test, Stage.TLS).cure()).get().asString().contains(cure);
        assertThat(test.toString()).doesNotContain(TlsServer.USER_PASSWORD, "wrong-secret");
    }
}
