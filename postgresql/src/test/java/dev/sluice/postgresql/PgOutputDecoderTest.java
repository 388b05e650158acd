package dev.sluice.postgresql;

import static dev.sluice.postgresql.OutputMessages.message;
import static dev.sluice.postgresql.OutputMessages.relation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeCursor;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.Commit;
import dev.sluice.change.Lsn;
import dev.sluice.change.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PgOutputDecoderTest {
    private static final int TABLE = 16384;
    private static final byte[] BEGIN =
            message('B').i64(0x1_0000_0020L).i64(0).i32(7).bytes();
    private static final byte[] COMMIT = message('C')
            .i8(0)
            .i64(0x1_0000_0020L)
            .i64(0x1_0000_0050L)
            .i64(1_000_001)
            .bytes();
    private static final byte[] RELATION = relation(TABLE, "t");
    private static final byte[] INSERT =
            message('I').i32(TABLE).tuple('N', "1", "one").bytes();
    private static final byte[] UPDATE =
            message('U').i32(TABLE).tuple('K', "1", "").tuple('N', "2", "two").bytes();
    private static final byte[] DELETE =
            message('D').i32(TABLE).tuple('O', "2", "two").bytes();
    private static final byte[] TRUNCATE = message('T').i32(1).i8(3).i32(TABLE).bytes();
    private static final byte[] MESSAGE =
            message('M').i8(1).i64(0x30).text("sluice").i32(2).i8('h').i8('i').bytes();
    private static final byte[] ORIGIN = message('O').i64(1).text("elsewhere").bytes();
    private static final byte[] TYPE =
            message('Y').i32(99999).text("public").text("mood").bytes();

    /** Writes down what it is told. */
    private static final class Heard implements PgOutputDecoder.Listener {
        private final List<String> events = new ArrayList<>();
        private final ChangeCursor cursor = new ChangeCursor();

        @Override
        public void begin(ChangeBatch.Transaction transaction) {
            events.add("begin " + transaction.position());
        }

        @Override
        public void describe(ChangedTable table) {
            events.add("describe " + table.name() + " " + table.identity());
        }

        @Override
        public void change(ChangeKind kind, ChangedTable table, byte[] bytes, int offset, int count) {
            ChangeBatch batch = new ChangeBatch(64);
            batch.append(kind, table, bytes, offset, count);
            cursor.moveTo(batch, 0);
            events.add(kind + " " + table.name() + " " + fields(cursor.before()) + " -> " + fields(cursor.after()));
        }

        private static List<String> fields(Tuple tuple) {
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                fields.add(tuple.isUnchanged(i) ? "unchanged" : String.valueOf(tuple.text(i)));
            }
            return fields;
        }

        @Override
        public void truncate(List<ChangedTable> tables, boolean restartIdentity) {
            events.add("truncate " + tables.get(0).name() + " " + restartIdentity);
        }

        @Override
        public void message(Lsn position, String prefix, byte[] content) {
            events.add("message " + position + " " + prefix + " " + new String(content, StandardCharsets.UTF_8));
        }

        @Override
        public void commit(Commit commit) {
            events.add("commit " + commit.position() + " " + commit.end() + " " + commit.time());
        }
    }

    private final Heard heard = new Heard();
    private final PgOutputDecoder decoder = new PgOutputDecoder(heard, (oid, name) -> name);

    private void decode(byte[]... messages) {
        for (byte[] message : messages) {
            decoder.decode(message, 0, message.length);
        }
    }

    @Test
    void tellsWhatTheStreamSays() {
        decode(BEGIN, ORIGIN, TYPE, RELATION, INSERT, UPDATE, DELETE, TRUNCATE, MESSAGE, COMMIT);

        assertThat(heard.events)
                .containsExactly(
                        "begin 1/20",
                        "describe public.t DEFAULT",
                        "INSERT public.t [] -> [1, one]",
                        "UPDATE public.t [1, ] -> [2, two]",
                        "DELETE public.t [2, two] -> []",
                        "truncate public.t true",
                        "message 0/30 sluice hi",
                        "commit 1/20 1/50 2000-01-01T00:00:01.000001Z");
    }

    @Test
    void describesATableAnewAfterItsDefinitionChanged() {
        decode(RELATION, INSERT, relation(TABLE, "renamed"), INSERT);

        assertThat(heard.events)
                .containsExactly(
                        "describe public.t DEFAULT",
                        "INSERT public.t [] -> [1, one]",
                        "describe public.renamed DEFAULT",
                        "INSERT public.renamed [] -> [1, one]");
    }

    @Test
    void tellsNullFromUnchangedFromEmpty() {
        byte[] update = message('U')
                .i32(TABLE)
                .i8('N')
                .i16(3)
                .i8('n')
                .i8('u')
                .i8('t')
                .i32(0)
                .bytes();

        decode(RELATION, update);

        assertThat(heard.events).last().isEqualTo("UPDATE public.t [] -> [null, unchanged, ]");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of(message('Z').bytes(), "A message Z of the replication stream", "not known"),
                Arguments.of(new byte[0], "byte 0", "too early"),
                Arguments.of(
                        message('I').i32(1).tuple('N').bytes(), "A message I of", "identifier 1 was not described"),
                Arguments.of(
                        message('T').i32(1).i8(0).i32(5).bytes(), "A message T of", "identifier 5 was not described"),
                Arguments.of(message('M').i8(0).i64(1).text("p").i32(-5).bytes(), "A message M of", "-5 bytes"),
                Arguments.of(
                        message('R').i32(1).text("s").text("t").i8('x').bytes(),
                        "A message R of",
                        "replica identity cannot be"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void saysWhereAMessageIsMalformed(byte[] message, String place, String what) {
        assertThatThrownBy(() -> decode(RELATION, message))
                .isInstanceOfSatisfying(
                        SyncException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.MALFORMED_DATA))
                .hasMessageContainingAll(place, what);
    }

    /** A message that was cut off, or in which bytes were changed, is understood or refused; nothing else comes of it. */
    @Test
    void refusesWhatIsCutOffOrDamaged() {
        Random random = new Random(4);
        for (byte[] message :
                List.of(BEGIN, COMMIT, RELATION, INSERT, UPDATE, DELETE, TRUNCATE, MESSAGE, ORIGIN, TYPE)) {
            for (int length = 0; length < message.length; length++) {
                requireUnderstoodOrRefused(Arrays.copyOf(message, length));
            }
            for (int round = 0; round < 2000; round++) {
                byte[] damaged = message.clone();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                requireUnderstoodOrRefused(damaged);
            }
        }
    }

    private static void requireUnderstoodOrRefused(byte[] message) {
        PgOutputDecoder fresh = new PgOutputDecoder(new Heard(), (oid, name) -> name);
        fresh.decode(RELATION, 0, RELATION.length);
        Throwable thrown = catchThrowable(() -> fresh.decode(message, 0, message.length));
        if (thrown != null) {
            assertThat(thrown)
                    .isInstanceOfSatisfying(
                            SyncException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.MALFORMED_DATA));
        }
    }
}
