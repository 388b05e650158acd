package dev.sluice.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FindingTest {
    private final SyncException away =
            new SyncException(ErrorCode.UNREACHABLE, "Nobody listens", "Start the server", null);

    @Test
    void onlyAFailureKeepsARunFromStarting() {
        List<Finding> findings = List.of(
                Finding.ok("a", "fine"), Finding.warning("b", "well", "do it"), Finding.unknown("c", "who knows"));

        assertThat(Finding.passed(findings)).isTrue();
        Finding.require(findings);
    }

    @Test
    void namesEveryFailureWithItsCure() {
        List<Finding> findings = List.of(
                Finding.ok("a", "fine"),
                Finding.failed("table", "it is not there", "CREATE TABLE t ()"),
                Finding.failed("destination", away));

        assertThat(Finding.passed(findings)).isFalse();
        assertThatExceptionOfType(SyncException.class)
                .isThrownBy(() -> Finding.require(findings))
                .withMessage("table: it is not there\ndestination: Nobody listens")
                .returns(ErrorCode.UNREACHABLE, SyncException::code)
                .withCause(away)
                .satisfies(error -> assertThat(error.hint()).contains("CREATE TABLE t ()\nStart the server"));
    }

    @Test
    void aFailureWithoutAnErrorIsTheUsersToMend() {
        assertThatExceptionOfType(SyncException.class)
                .isThrownBy(() -> Finding.require(List.of(Finding.failed("table", "it is not there", "Make it"))))
                .returns(ErrorCode.PREFLIGHT_FAILED, SyncException::code)
                .withNoCause();
    }

    @Test
    void anErrorWithoutAHintSendsToTheLog() {
        Finding finding = Finding.failed("table", new SyncException(ErrorCode.SOURCE_FAILED, "No"));

        assertThat(finding.cure()).contains("Look into the server's log");
    }
}
