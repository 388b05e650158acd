package dev.sluice.stream;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Reads the option {@code random}, one method per type. */
final class Draws {
    /** A field of this many characters still fits into memory beside others. */
    private static final int LONGEST = 1 << 24;

    private static final long MICROS_PER_MILLI = 1000;

    private Draws() {}

    static Content text(String bounds) throws BadOption {
        Bounds lengths = lengths(bounds);
        return new Content.Random(random -> {
            Characters characters = new Characters(random, lengths);
            return row -> {
                int length = characters.draw();
                row.addField(characters.drawn, 0, length);
            };
        });
    }

    static Content bytes(String bounds) throws BadOption {
        Bounds lengths = lengths(bounds);
        return new Content.Random(random -> {
            Characters characters = new Characters(random, lengths);
            return row -> {
                int length = characters.draw();
                row.addBytes(Arrays.copyOf(characters.drawn, length));
            };
        });
    }

    static Content number(String bounds) throws BadOption {
        Bounds range = Bounds.ordered(bounds);
        return new Content.Random(random -> row -> row.addLong(draw(random, range.low(), range.high())));
    }

    /** The upper bound counts as a whole part: below the next whole number. */
    static Content decimal(String bounds) throws BadOption {
        Bounds range = Bounds.ordered(bounds);
        double width = range.high() - range.low() + 1.0;
        return new Content.Random(random -> row -> row.addDouble(range.low() + random.nextDouble() * width));
    }

    /** Whole milliseconds between two dates. */
    static Content date(String bounds, DateText dates) throws BadOption {
        String[] parts = Bounds.split(bounds);
        long first = dates.micros(parts[0]);
        long steps = (dates.micros(parts[1]) - first) / MICROS_PER_MILLI;
        if (steps < 0) {
            throw new BadOption("\"" + bounds + "\" is not allowed; allowed are two dates, the earlier one first");
        }
        return new Content.Random(random -> row -> row.addTimestamp(first + draw(random, 0, steps) * MICROS_PER_MILLI));
    }

    /** The numbers say how often false and true come; without the first it is always true, else without the second false. */
    static Content truth(String bounds) throws BadOption {
        Bounds shares = Bounds.any(bounds);
        long no = shares.low();
        long yes = shares.high();
        if (no == 0 || yes == 0) {
            return new Content.Constant(row -> row.addBoolean(no == 0));
        }
        double noShare = (no + 1.0) / (no + 1.0 + yes);
        return new Content.Random(random -> row -> row.addBoolean(random.nextDouble() >= noShare));
    }

    private static Bounds lengths(String bounds) throws BadOption {
        Bounds lengths = Bounds.ordered(bounds);
        if (lengths.high() > LONGEST) {
            throw new BadOption("\"" + bounds + "\" is not allowed; allowed are lengths up to " + LONGEST);
        }
        return lengths;
    }

    /** Both bounds are possible, the highest number of all too. */
    private static long draw(SplittableRandom random, long low, long high) {
        return random.nextLong(low - 1, high) + 1;
    }

    /** Letters and digits, which look the same in either form of a row. */
    private static final class Characters {
        private static final byte[] ALPHABET = alphabet();
        private static final int BITS_EACH = 16;

        private final SplittableRandom random;
        private final Bounds lengths;
        private final byte[] drawn;

        Characters(SplittableRandom random, Bounds lengths) {
            this.random = random;
            this.lengths = lengths;
            this.drawn = new byte[(int) lengths.high()];
        }

        private static byte[] alphabet() {
            byte[] alphabet = new byte[62];
            for (int i = 0; i < alphabet.length; i++) {
                alphabet[i] = (byte) (i < 10 ? '0' + i : i < 36 ? 'A' + i - 10 : 'a' + i - 36);
            }
            return alphabet;
        }

        /** Fills the front of the array and returns how much of it; four characters come from one random number. */
        int draw() {
            int length = (int) Draws.draw(random, lengths.low(), lengths.high());
            long bits = 0;
            for (int i = 0; i < length; i++) {
                bits = i % 4 == 0 ? random.nextLong() : bits >>> BITS_EACH;
                drawn[i] = ALPHABET[(int) (((bits & 0xFFFF) * ALPHABET.length) >>> BITS_EACH)];
            }
            return length;
        }
    }
}
