package dev.sluice.testkit;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random values of common types as SQL literals, always the same for the same seed. One in ten is NULL. Print the seed
 * with a failure. Not thread-safe.
 */
public final class RandomValues {
    private static final int LAST_YEAR = 9999;

    private static final Map<String, Function<RandomValues, String>> MAKERS = Map.ofEntries(
            Map.entry("smallint", v -> Short.toString((short) v.random.nextInt())),
            Map.entry("integer", v -> Integer.toString(v.random.nextInt())),
            Map.entry("bigint", v -> Long.toString(v.random.nextLong())),
            Map.entry("numeric", RandomValues::numeric),
            Map.entry("real", v -> Float.toString(Float.intBitsToFloat(v.random.nextInt()))),
            Map.entry("double precision", v -> Double.toString(Double.longBitsToDouble(v.random.nextLong()))),
            Map.entry("boolean", v -> Boolean.toString(v.random.nextBoolean())),
            Map.entry("text", RandomValues::text),
            Map.entry("bytea", RandomValues::bytes),
            Map.entry("uuid", v -> new UUID(v.random.nextLong(), v.random.nextLong()).toString()),
            Map.entry("date", v -> v.date().toString()),
            Map.entry("time", v -> v.time().toString()),
            Map.entry("timestamp", v -> v.date() + " " + v.time()),
            Map.entry("timestamptz", v -> v.date() + " " + v.time() + v.offset()),
            Map.entry("interval", v -> v.random.nextInt(1000) + " mons " + v.random.nextInt() + " microseconds"),
            Map.entry("inet", v -> v.joined(".", 4, () -> Integer.toString(v.random.nextInt(256)))),
            Map.entry("jsonb", v -> "{\"k\": [" + v.random.nextInt() + ", null, \"" + v.letters() + "\"]}"),
            Map.entry("integer[]", v -> "{" + v.joined(",", 5, () -> Integer.toString(v.random.nextInt())) + "}"));

    private final Random random;

    /** Starts the sequence of a seed. */
    public RandomValues(long seed) {
        random = new Random(seed);
    }

    /** Returns the types that values can be made of. */
    public static Set<String> types() {
        return MAKERS.keySet();
    }

    /**
     * Returns the next value of a type as a SQL literal, or {@code null}.
     *
     * @throws IllegalArgumentException if the type is not one of {@link #types()}
     */
    public String literal(String type) {
        Function<RandomValues, String> maker = MAKERS.get(type);
        if (maker == null) {
            throw new IllegalArgumentException("no random values of " + type + ", only of " + MAKERS.keySet());
        }
        String value = Quoted.literal(maker.apply(this)) + "::" + type;
        return random.nextInt(10) == 0 ? "null::" + type : value;
    }

    /** Returns a text of up to 40 characters from all of Unicode that PostgreSQL stores, often with special ones. */
    public String text() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(codePoint());
        }
        return text.toString();
    }

    private int codePoint() {
        return switch (random.nextInt(4)) {
            case 0 -> "\t\n\r\\\"',{}()N. ".charAt(random.nextInt(14));
            case 1 -> 0x20 + random.nextInt(0x5f);
            case 2 -> 1 + random.nextInt(Character.MIN_SURROGATE - 1);
            default -> Character.MIN_SUPPLEMENTARY_CODE_POINT + random.nextInt(0x100000);
        };
    }

    private String numeric() {
        String digits = joined("", 1 + random.nextInt(60), () -> Integer.toString(random.nextInt(10)));
        return (random.nextBoolean() ? "-" : "") + digits + "e" + (random.nextInt(40) - 20);
    }

    private String bytes() {
        byte[] bytes = new byte[random.nextInt(50)];
        random.nextBytes(bytes);
        return "\\x" + HexFormat.of().formatHex(bytes);
    }

    private String letters() {
        return joined("", random.nextInt(8), () -> Character.toString('a' + random.nextInt(26)));
    }

    private LocalDate date() {
        return LocalDate.ofYearDay(1 + random.nextInt(LAST_YEAR), 1 + random.nextInt(365));
    }

    private LocalTime time() {
        return LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1000);
    }

    private ZoneOffset offset() {
        return ZoneOffset.ofTotalSeconds((random.nextInt(113) - 56) * 900);
    }

    private String joined(String separator, int count, Supplier<String> part) {
        return IntStream.range(0, count).mapToObj(i -> part.get()).collect(Collectors.joining(separator));
    }
}
