package dev.sluice.change;

import dev.sluice.row.ColumnType;
import java.util.Objects;

/**
 * A column of the destination that the source's table does not have.
 *
 * @param name its name
 * @param content what rows have there
 */
public record ExtraColumn(String name, Content content) {
    /** Checks that nothing is null. */
    public ExtraColumn {
        Objects.requireNonNull(name);
        Objects.requireNonNull(content);
    }

    /** What rows have in such a column. */
    public sealed interface Content {}

    /**
     * The same text in every row.
     *
     * @param text the text
     */
    public record Fixed(String text) implements Content {
        /** Checks that the text is not null. */
        public Fixed {
            Objects.requireNonNull(text);
        }
    }

    /** When the row's last change was committed at the source, or the row was copied: milliseconds since 1970 UTC. */
    public record Moment() implements Content {}

    /** Whether the row went at the source. */
    public record Deleted() implements Content {}

    /** Returns the type of its values, which is also that of a column that is made for them. */
    public ColumnType type() {
        if (content instanceof Moment) {
            return new ColumnType(20, "bigint");
        }
        return content instanceof Deleted ? new ColumnType(16, "boolean") : new ColumnType(25, "text");
    }

    /** Returns whether it says when rows were changed. */
    public boolean isMoment() {
        return content instanceof Moment;
    }

    /** Returns whether it says that rows went. */
    public boolean isMark() {
        return content instanceof Deleted;
    }
}
