package dev.sluice.stream;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads the option {@code value}, one method per type. */
final class Constants {
    private Constants() {}

    static Content text(String value) {
        return new Content.Constant(row -> row.addText(value));
    }

    static Content bytes(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return new Content.Constant(row -> row.addBytes(bytes));
    }

    static Content number(String value) throws BadOption {
        try {
            long number = new BigDecimal(value.strip()).longValueExact();
            return new Content.Constant(row -> row.addLong(number));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new BadOption("\"" + value + "\" is not allowed; allowed is a whole number of up to 64 bits");
        }
    }

    static Content decimal(String value) throws BadOption {
        try {
            double number = Double.parseDouble(value.strip());
            return new Content.Constant(row -> row.addDouble(number));
        } catch (NumberFormatException e) {
            throw new BadOption("\"" + value + "\" is not allowed; allowed is a number, NaN or Infinity");
        }
    }

    static Content date(String value, DateText dates) throws BadOption {
        long micros = dates.micros(value);
        return new Content.Constant(row -> row.addTimestamp(micros));
    }

    static Content truth(String value) throws BadOption {
        boolean truth = switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadOption("\"" + value + "\" is not allowed; allowed is true or false");
        };
        return new Content.Constant(row -> row.addBoolean(truth));
    }
}
