package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DatasetTest {
    @ParameterizedTest
    @EnumSource
    void isTheSameOnEveryVersion(Dataset dataset) throws Exception {
        TableChecksum oldest = load(dataset, Collections.min(TestingPostgres.availableVersions()));

        assertThat(oldest.rows()).isEqualTo(1000);
        for (int version : TestingPostgres.testedVersions()) {
            assertThat(load(dataset, version)).as("PostgreSQL %s", version).isEqualTo(oldest);
        }
    }

    private static TableChecksum load(Dataset dataset, int version) throws Exception {
        try (TestDatabase database = TestingPostgres.shared(version).newDatabase();
                Connection connection = database.connect()) {
            dataset.load(connection, "public.\"T\"", 1000);
            String key = Quoted.identifier(dataset.key());
            assertThat(database.value("select count(distinct " + key + ") from \"T\""))
                    .isEqualTo("1000");
            return TableChecksum.of(connection, "public.\"T\"");
        }
    }

    @Test
    void wideHasSixtyColumns() throws Exception {
        try (TestDatabase database = TestingPostgres.shared().newDatabase()) {
            database.execute(Dataset.WIDE.createTable("w"));

            assertThat(database.value(
                            "select count(*) from pg_attribute where attrelid = 'w'::regclass and attnum > 0"))
                    .isEqualTo("60");
        }
    }
}
