package dev.sluice.job;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A number within a range, also as a text. */
record DecimalType(long lowest, long highest) implements ValueType<Double> {
    DecimalType() {
        this(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    public Optional<Double> read(Node node, Key<?> key, Reading reading) {
        Optional<String> text = reading.text(node, key, allowed());
        Optional<Double> number =
                text.flatMap(Numbers::decimal).filter(this::within).map(BigDecimal::doubleValue);
        if (text.isPresent() && number.isEmpty()) {
            reading.refuse(node, key, allowed());
        }
        return number;
    }

    private boolean within(BigDecimal number) {
        return number.compareTo(BigDecimal.valueOf(lowest)) >= 0 && number.compareTo(BigDecimal.valueOf(highest)) <= 0;
    }

    @Override
    public String allowed() {
        return "a number" + Numbers.range(lowest, highest);
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> number = JsonTree.object("type", "number");
        Numbers.putRange(number, lowest, highest);
        Map<String, Object> text =
                JsonTree.object("type", "string", "pattern", "^\\s*(-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?)?\\s*$|\\$");
        return JsonTree.object("anyOf", List.of(number, text));
    }

    @Override
    public Object plain(Double value) {
        return value;
    }

    @Override
    public ValueType<Double> within(long from, long to) {
        return new DecimalType(from, to);
    }
}
