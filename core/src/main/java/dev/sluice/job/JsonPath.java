package dev.sluice.job;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a value stands in a document; the text form is made only when somebody asks, since most values are never asked. */
record JsonPath(@Nullable JsonPath parent, String step) {
    static final JsonPath ROOT = new JsonPath(null, "$");

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

    JsonPath key(String name) {
        String shown = Shown.text(name);
        boolean plain = PLAIN.matcher(shown).matches();
        return new JsonPath(this, plain ? "." + shown : "['" + shown.replace("'", "\\'") + "']");
    }

    JsonPath element(int index) {
        return new JsonPath(this, "[" + index + "]");
    }

    @Override
    public String toString() {
        return parent == null ? step : parent + step;
    }
}
