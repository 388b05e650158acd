package dev.sluice.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** A whole number within a range, also as a text. */
record WholeNumberType<N extends Number>(long lowest, long highest, LongFunction<N> make) implements ValueType<N> {
    static WholeNumberType<Integer> ints() {
        return new WholeNumberType<>(Integer.MIN_VALUE, Integer.MAX_VALUE, number -> (int) number);
    }

    static WholeNumberType<Long> longs() {
        return new WholeNumberType<>(Long.MIN_VALUE, Long.MAX_VALUE, number -> number);
    }

    @Override
    public Optional<N> read(Node node, Key<?> key, Reading reading) {
        Optional<String> text = reading.text(node, key, allowed());
        Optional<N> number = text.flatMap(Numbers::whole)
                .filter(found -> found >= lowest && found <= highest)
                .map(make::apply);
        if (text.isPresent() && number.isEmpty()) {
            reading.refuse(node, key, allowed());
        }
        return number;
    }

    @Override
    public String allowed() {
        return "a whole number" + Numbers.range(lowest, highest);
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> number = JsonTree.object("type", "integer");
        Numbers.putRange(number, lowest, highest);
        Map<String, Object> text = JsonTree.object("type", "string", "pattern", "^\\s*-?[0-9]*\\s*$|\\$");
        return JsonTree.object("anyOf", List.of(number, text));
    }

    @Override
    public Object plain(N value) {
        return value;
    }

    @Override
    public ValueType<N> within(long from, long to) {
        return new WholeNumberType<>(Math.max(from, lowest), Math.min(to, highest), make);
    }
}
