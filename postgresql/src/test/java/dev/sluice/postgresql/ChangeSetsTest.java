package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.SyncException;
import dev.sluice.postgresql.AppliedTable.Trait;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChangeSetsTest {
    private static List<String> lines(String separatedByCommas) {
        return Pattern.compile(", ").splitAsStream(separatedByCommas).toList();
    }

    private static List<String> sets(SampleChanges changes) throws Exception {
        return PrintedSets.of(ChangeSets.of(changes.changes()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            one row comes                   | I 1 a x                                   | insert 1 a x
            rows come                       | I 1 a x; I 2 b y                          | insert 1 a x, insert 2 b y
            a row changes                   | U 1 b y                                   | update 1 b y
            a row goes                      | D 1                                       | delete 1
            it comes and changes            | I 1 a x; U 1 b y                          | insert 1 b y
            it comes, changes and goes      | I 1 a x; U 1 b y; D 1                     | nothing
            it comes again                  | I 1 a x; D 1; I 1 b y                     | insert 1 b y
            it changes often                | U 1 a x; U 1 b y; U 1 null z              | update 1 null z
            it changes and goes             | U 1 a x; D 1                              | delete 1
            another takes its place         | D 1; I 1 b y                              | delete 1, insert 1 b y
            another, which changes          | D 1; I 1 b y; U 1 c z                     | delete 1, insert 1 c z
            another, which goes             | D 1; I 1 b y; D 1                         | delete 1
            a third one                     | U 1 a x; D 1; I 1 b y; D 1; I 1 c z       | delete 1, insert 1 c z
            its key changes                 | U 1 > 2 b y                               | delete 1, insert 2 b y
            its key changes back            | U 1 > 2 b y; U 2 > 1 c z                  | delete 1, insert 1 c z
            keys change in a chain          | U 2 > 3 b y; U 1 > 2 a x                  | delete 1, delete 2, insert 2 a x, insert 3 b y
            two rows exchange keys by a third | U 1 > 9 a x; U 2 > 1 b y; U 9 > 2 a x   | delete 1, delete 2, insert 1 b y, insert 2 a x
            it comes and its key changes    | I 1 a x; U 1 > 2 b y                      | insert 2 b y
            its key changes and it goes     | U 1 > 2 a x; D 2                          | delete 1
            the old key is told for nothing | U 1 > 1 b y                               | update 1 b y
            two rows change in turn         | U 1 a x; U 2 b y; U 1 c x; U 2 d y        | update 1 c x, update 2 d y
            """)
    void tellWhatBecomesOfEachKey(String what, String changes, String expected) throws Exception {
        assertThat(sets(new SampleChanges(Trait.KEYED).add(changes))).as(what).isEqualTo(lines(expected));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            nobody has told the value       | U 1 b ~                                   | update 1 b
            an earlier change has           | U 1 a x; U 1 b ~                          | update 1 b x
            one long before has             | U 1 a x; U 1 b ~; U 1 c ~; U 1 d ~        | update 1 d x
            the insert has                  | I 1 a x; U 1 b ~                          | insert 1 b x
            a later change has              | U 1 a ~; U 1 b y                          | update 1 b y
            it became NULL in between       | U 1 a x; U 1 b null; U 1 c ~              | update 1 c null
            another row of that key had it  | U 1 a x; D 1; I 1 b y; U 1 c ~            | delete 1, insert 1 c y
            only the large value changed    | U 1 ~ y                                   | update 1 y
            nothing but unsent values       | U 1 ~ ~                                   | nothing
            the key changes with it         | U 1 a x; U 1 > 2 b ~                      | delete 1, insert 2 b x
            the key changed, then the rest  | U 1 > 2 b x; U 2 c ~                      | delete 1, insert 2 c x
            the row came with its first key | I 1 a x; U 1 > 2 b ~; U 2 > 3 c ~         | insert 3 c x
            the key changes and nobody told | U 1 > 2 b ~                               | in order
            that row is told all of later   | U 1 > 2 b ~; U 2 c y                      | delete 1, insert 2 c y
            that row goes                   | U 1 > 2 b ~; D 2                          | delete 1
            the key itself is not sent      | U 1 > ~ b y                               | update 1 b y
            """)
    void takeValuesThatWereNotSentFromEarlierStates(String what, String changes, String expected) throws Exception {
        assertThat(sets(new SampleChanges(Trait.KEYED).add(changes))).as(what).isEqualTo(lines(expected));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            the old row has the value       | U 1 a x > 1 b ~                           | update 1 b x
            the key changes                 | U 1 a x > 2 b ~                           | delete 1, insert 2 b x
            one row changes twice           | U 1 a x > 1 b x; U 1 b x > 1 c x          | update 1 c x
            it comes and goes               | I 1 a x; D 1 a x                          | nothing
            another row of that key goes    | I 1 b y; D 1 a x                          | in order
            another row of that key changes | U 1 a x > 1 b x; U 1 c z > 1 d z          | in order
            two rows exchange keys          | U 1 a x > 2 a x; U 2 b y > 1 b y          | in order
            two that are alike else         | U 1 a x > 2 a x; U 2 a x > 1 a x          | delete 1, insert 1 a x
            a second row of that key comes  | U 1 a x > 1 b y; I 1 c z                  | in order
            """)
    void areNotMadeWhereTheKeyIsTheDestinationsOnlyAndRowsOfTheSourceShareIt(
            String what, String changes, String expected) throws Exception {
        SampleChanges sample = new SampleChanges(Trait.KEYED, Trait.WHOLE_OLD_ROWS).add(changes);

        assertThat(sets(sample)).as(what).isEqualTo(lines(expected));
    }

    @ParameterizedTest
    @CsvSource({"U 1 a x; I 1 b y", "D 1; D 1", "D 1; U 1 a x", "I 1 a x; D 1; U 1 b y", "I 2 a x; U 1 > 2 b y"})
    void areNotMadeOfWhatCannotHappenToAKey(String changes) throws Exception {
        assertThat(sets(new SampleChanges(Trait.KEYED).add(changes))).containsExactly("in order");
    }

    @Test
    void withoutAKeyAreMadeOfRowsThatComeOnly() throws Exception {
        assertThat(sets(new SampleChanges().add("I 1 a x; I 1 a x"))).containsExactly("insert 1 a x", "insert 1 a x");
        assertThat(sets(new SampleChanges().add("I 1 a x; D 1 a x"))).containsExactly("in order");
    }

    @Test
    void refuseAnUpdateWithoutItsKey() {
        SampleChanges changes = new SampleChanges(Trait.KEYED).add("U ~ a x");

        assertThatThrownBy(() -> sets(changes))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("field 1");
    }

    @Test
    void growWithTheKeys() throws Exception {
        SampleChanges changes = new SampleChanges(Trait.KEYED);
        List<String> expected = IntStream.range(0, 10_000)
                .mapToObj(i -> "update " + i + " b" + i + " y")
                .sorted()
                .toList();
        for (String value : List.of("a", "b")) {
            IntStream.range(0, 10_000).forEach(i -> changes.add("U " + i + " " + value + i + " y"));
        }

        assertThat(sets(changes)).containsExactlyElementsOf(expected);
    }
}
