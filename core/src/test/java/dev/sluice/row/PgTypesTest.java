package dev.sluice.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes of values against their text. That the text is the server's is judged by real servers, in the test kit. */
final class PgTypesTest {
    private static final int MUTATIONS = 300;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            bool | 00 | f
            bool | 01 | t
            int2 | 8000 | -32768
            int4 | 7fffffff | 2147483647
            int8 | 8000000000000000 | -9223372036854775808
            oid | ffffffff | 4294967295
            float4 | 3f800000 | 1
            float4 | 00000001 | 1e-45
            float4 | 7fc00000 | NaN
            float4 | 49742400 | 1e+06
            float4 | 497423f0 | 999999
            float4 | 4b800000 | 1.6777216e+07
            float8 | 8000000000000000 | -0
            float8 | fff0000000000000 | -Infinity
            float8 | 3fb999999999999a | 0.1
            float8 | 430c6bf526340000 | 1e+15
            float8 | 42d6bcc41e900000 | 100000000000000
            float8 | 3f1a36e2eb1c432d | 0.0001
            float8 | 3ee4f8b588e368f1 | 1e-05
            float8 | 0000000000000001 | 5e-324
            float8 | 3d30000000000000 | 5.684341886080802e-14
            float8 | 4350000000000000 | 1.8014398509481984e+16
            float8 | 44b52d02c7e14af6 | 9.999999999999999e+22
            numeric | 0000 0000 0000 0000 | 0
            numeric | 0000 0000 0000 0003 | 0.000
            numeric | 0001 0000 4000 0000 0001 | -1
            numeric | 0001 0001 0000 0000 0001 | 10000
            numeric | 0001 fffe 0000 0008 13d0 | 0.00005072
            numeric | 0002 0000 0000 0002 0001 1388 | 1.50
            numeric | 0000 0000 c000 0000 | NaN
            numeric | 0000 0000 d000 0000 | Infinity
            numeric | 0000 0000 f000 0000 | -Infinity
            money | ffffffffffffff92 | -1.10
            money | 8000000000000000 | -92233720368547758.08
            char | 00 | ``
            char | 41 | A
            char | ff | \\377
            bytea | 00ff | \\x00ff
            text | c3a9 | é
            date | 00000000 | 2000-01-01
            date | 7fffffff | infinity
            date | fff4dbf8 | 0001-12-31 BC
            time | 000000141dd76000 | 24:00:00
            timetz | 0000000000000001 00004650 | 00:00:00.000001-05
            timetz | 0000000000000000 ffffb19b | 00:00:00+05:34:29
            timestamp | ffffffffffffffff | 1999-12-31 23:59:59.999999
            timestamp | 7fffffffffffffff | infinity
            timestamptz | 0000000000000000 | 2000-01-01 00:00:00+00
            timestamptz | 8000000000000000 | -infinity
            interval | 0000000000000000 00000000 00000000 | 00:00:00
            interval | ffffffffffffffff 00000001 fffffff3 | -1 years -1 mons +1 day -00:00:00.000001
            interval | 7fffffffffffffff 7fffffff 7fffffff | infinity
            uuid | 00112233445566778899aabbccddeeff | 00112233-4455-6677-8899-aabbccddeeff
            jsonb | 01 7b7d | {}
            bit | 00000009 ff80 | 111111111
            varbit | 00000000 | ``
            inet | 02 20 00 04 0a010203 | 10.1.2.3
            inet | 02 18 00 04 0a010203 | 10.1.2.3/24
            cidr | 02 20 01 04 0a010203 | 10.1.2.3/32
            inet | 03 80 00 10 00000000000000000000ffff01020304 | ::ffff:1.2.3.4
            inet | 03 80 00 10 00000000000000000000000000000001 | ::1
            inet | 03 40 00 10 00010000000000000000000000000000 | 1::/64
            macaddr | 0102030405ff | 01:02:03:04:05:ff
            point | 3ff0000000000000 4000000000000000 | (1,2)
            path | 01 00000001 3ff0000000000000 4000000000000000 | ((1,2))
            path | 00 00000001 3ff0000000000000 4000000000000000 | [(1,2)]
            pg_lsn | 0000000a 000000ff | A/FF
            int4range | 01 | empty
            int4range | 02 00000004 00000001 00000004 000000ff | [1,255)
            int4range | 18 | (,)
            tsrange | 12 00000008 0000000000000000 | ["2000-01-01 00:00:00",)
            int4multirange | 00000000 | {}
            int4multirange | 00000002 00000001 18 00000001 01 | {(,),empty}
            tsvector | 00000001 612700 0002 c001 0002 | 'a''':1A,2
            tsquery | 00000000 | ``
            tsquery | 00000003 0202 0100006100 0108016200 | 'b':*A & 'a'
            int4[] | 00000000 00000000 00000017 | {}
            int4[] | 00000001 00000001 00000017 00000002 00000000 00000004 00000007 ffffffff | [0:1]={7,NULL}
            text[] | 00000001 00000000 00000019 00000002 00000001 00000000 00000004 6e756c6c | {"","null"}
            """)
    void rendersValues(String type, String hex, String text) {
        byte[] value = bytes(hex);
        byte[] surrounded = new byte[value.length + 5];
        System.arraycopy(value, 0, surrounded, 3, value.length);

        assertThat(type(type).text(surrounded, 3, value.length)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            timestamptz | 0000000000000000 | Asia/Shanghai | 2000-01-01 08:00:00+08
            timestamptz | 0000000000000000 | GMT-3 | 1999-12-31 21:00:00-03
            timestamptz | 0000000000000000 | Asia/Kolkata | 2000-01-01 05:30:00+05:30
            timestamptz | 00000d3a8fdbe000 | America/New_York | 2000-06-17 04:19:32.815872-04
            timestamptz | 7fffffffffffffff | Asia/Shanghai | infinity
            timestamp | 0000000000000000 | Asia/Shanghai | 2000-01-01 00:00:00
            tstzrange | 02 00000008 0000000000000000 00000008 0000000000000001 | Asia/Shanghai \
            | ["2000-01-01 08:00:00+08","2000-01-01 08:00:00.000001+08")
            """)
    void pointsInTimeAreShownInAZone(String type, String hex, String zone, String text) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThat(type(type).text(bytes, 0, bytes.length, ZoneId.of(zone))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            int4 | 000000 | 0 | 4 bytes are wanted and 3 are left
            int4 | 0000000000 | 4 | 1 bytes too many
            numeric | 0002 0000 0000 0000 0001 | 8 | there cannot be 2 digits
            numeric | 0001 0000 0000 0000 2710 | 10 | 10000 is not a digit in base 10000
            numeric | 0000 0000 1234 0000 | 8 | sign 4660 is not known
            numeric | 0000 0000 0000 4000 | 8 | 16384 decimal places are too many
            jsonb | 02 7b7d | 1 | version 2 is not known
            bit | 00000009 ff | 4 | 9 bits do not fit into 1 bytes
            bit | ffffffff | 4 | -1 bits do not fit into 0 bytes
            time | 000000141dd76001 | 8 | a day does not have a microsecond 86400000001
            timetz | 0000000000000000 0000e100 | 12 | a time zone cannot be 57600 seconds from UTC
            inet | 02 21 00 04 00000000 | 4 | a mask cannot have 33 bits
            inet | 04 20 00 04 00000000 | 4 | family 4 has no addresses of 4 bytes
            polygon | 7fffffff | 4 | there cannot be 2147483647 parts
            tsvector | 00000001 6161 61 | 4 | a text has no end
            tsquery | 00000001 03 00 | 5 | an item of kind 3 is not known
            tsquery | 00000001 02 09 | 6 | operator 9 is not known
            tsquery | 00000001 02 01 | 6 | an operator has no operand
            tsquery | 00000002 0100006100 0100006100 | 14 | 2 queries are in one
            int4range | 02 ffffffff | 5 | -1 bytes are wanted and 0 are left
            int4[] | 00000007 00000000 00000017 | 4 | an array cannot have 7 dimensions
            int4[] | 00000001 00000000 00000019 | 12 | the elements' type is 25, not 23
            int4[] | 00000001 00000000 00000017 7fffffff 00000001 | 20 | a dimension cannot have 2147483647 elements
            int4[] | 00000001 00000000 00000017 ffffffff 00000001 | 20 | a dimension cannot have -1 elements
            int4[] | 00000001 00000000 00000017 00000001 00000001 00000003 000000 | 24 | 4 bytes are wanted and 3 are left
            int4[] | 00000001 00000000 00000017 00000001 00000001 fffffffe | 24 | -2 bytes are wanted and 0 are left
            """)
    void namesTypeAndByteOfMalformedValues(String type, String hex, int at, String what) {
        byte[] value = bytes(hex);

        assertThatThrownBy(() -> type(type).text(value, 0, value.length))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_DATA))
                .hasMessage("A value of type " + type + " is malformed at byte " + at + ": " + what);
    }

    @Test
    void neverFailsInAnotherWayOnDamagedValues() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (PgType scalar : PgTypes.scalars()) {
            for (PgType type :
                    Arrays.asList(scalar, PgTypes.find(scalar.arrayOid()).orElseThrow())) {
                for (int i = 0; i < MUTATIONS; i++) {
                    byte[] value = damaged(type, random);
                    assertThat(refusal(type, value).orElse(ErrorCode.MALFORMED_DATA))
                            .as(() -> "%s %s, seed %d"
                                    .formatted(type, HexFormat.of().formatHex(value), seed))
                            .isEqualTo(ErrorCode.MALFORMED_DATA);
                }
            }
        }
    }

    /** Small numbers and flags in random places reach further into the structure of a value than random bytes do. */
    private static byte[] damaged(PgType type, Random random) {
        byte[] value = new byte[random.nextInt(60)];
        for (int i = 3; i < value.length; i += 1 + random.nextInt(4)) {
            value[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(5));
        }
        if (type.arrayOid() == 0 && value.length >= 12) {
            BigEndian.putI32(value, 0, random.nextInt(8));
            BigEndian.putI32(value, 8, elementOf(type));
        }
        return value;
    }

    private static int elementOf(PgType array) {
        return PgTypes.scalars().stream()
                .filter(type -> type.arrayOid() == array.oid())
                .findFirst()
                .orElseThrow()
                .oid();
    }

    private static Optional<ErrorCode> refusal(PgType type, byte[] value) {
        try {
            type.text(value, 0, value.length);
            return Optional.empty();
        } catch (SyncException e) {
            return Optional.of(e.code());
        }
    }

    @Test
    void hasEveryNumberOnce() {
        Set<Integer> numbers = new HashSet<>();
        for (PgType type : PgTypes.scalars()) {
            assertThat(numbers.add(type.oid())).as(type.name()).isTrue();
            assertThat(numbers.add(type.arrayOid())).as(type.name() + "[]").isTrue();
        }
    }

    @Test
    void tellsWhichTypesArePortable() {
        assertThat(PgTypes.portable(new ColumnType(1700, "numeric(10,2)"))).isTrue();
        assertThat(PgTypes.portable(new ColumnType(1231, "numeric(10,2)[]"))).isTrue();
        assertThat(PgTypes.portable(new ColumnType(2205, "regclass"))).isFalse();
        assertThat(PgTypes.portable(new ColumnType(3615, "tsquery"))).isFalse();
        assertThat(PgTypes.portable(new ColumnType(3645, "tsquery[]"))).isFalse();
        assertThat(PgTypes.portable(new ColumnType(16385, "citext"))).isFalse();
        assertThat(PgTypes.find(0)).isEmpty();
        assertThat(PgTypes.find(1231)).get().hasToString("numeric[]");
    }

    private static PgType type(String name) {
        return PgTypes.scalars().stream()
                .filter(type -> name.equals(type.name()) || name.equals(type.name() + "[]"))
                .findFirst()
                .flatMap(type -> PgTypes.find(name.endsWith("[]") ? type.arrayOid() : type.oid()))
                .orElseThrow();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
