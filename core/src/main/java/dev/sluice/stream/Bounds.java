package dev.sluice.stream;

/**
 * The two numbers of the option {@code random}, neither negative.
 *
 * @param low the one in front of the comma
 * @param high the one behind it
 */
record Bounds(long low, long high) {
    /** Parses two whole numbers, of which the first is not the larger one. */
    static Bounds ordered(String text) throws BadOption {
        Bounds bounds = any(text);
        if (bounds.low > bounds.high) {
            throw new BadOption("\"" + text + "\" is not allowed; allowed are two numbers, the lower one first");
        }
        return bounds;
    }

    /** Parses two whole numbers. */
    static Bounds any(String text) throws BadOption {
        String[] parts = split(text);
        try {
            Bounds bounds = new Bounds(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
            if (bounds.low >= 0 && bounds.high >= 0) {
                return bounds;
            }
        } catch (NumberFormatException e) {
            // Told in the same words as a negative number.
        }
        throw new BadOption(
                "\"" + text + "\" is not allowed; allowed are two whole numbers from 0 on, such as \"8,15\"");
    }

    /** Returns what stands in front of the last comma and what behind it. */
    static String[] split(String text) throws BadOption {
        int comma = text.lastIndexOf(',');
        if (comma < 0) {
            throw new BadOption("\"" + text + "\" is not allowed; allowed are two bounds with a comma between them");
        }
        return new String[] {
            text.substring(0, comma).strip(), text.substring(comma + 1).strip()
        };
    }
}
