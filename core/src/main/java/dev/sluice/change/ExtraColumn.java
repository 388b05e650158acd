package dev.sluice.change;

import dev.sluice.row.ColumnType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

    /** What rows have in such a column. Values are as PostgreSQL's input functions read them. */
    public sealed interface Content {
        /** Returns the type of the values. */
        ColumnType type();

        /** Returns the text of the value of a row whose change was committed at {@code millis}, which went or did not. */
        String text(long millis, boolean gone);

        /** Returns the binary form of the same. */
        byte[] binary(long millis, boolean gone);
    }

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

        @Override
        public ColumnType type() {
            return new ColumnType(25, "text");
        }

        @Override
        public String text(long millis, boolean gone) {
            return text;
        }

        @Override
        public byte[] binary(long millis, boolean gone) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** When the row's last change was committed at the source, or the row was copied: milliseconds since 1970 UTC. */
    public record Moment() implements Content {
        @Override
        public ColumnType type() {
            return new ColumnType(20, "bigint");
        }

        @Override
        public String text(long millis, boolean gone) {
            return Long.toString(millis);
        }

        @Override
        public byte[] binary(long millis, boolean gone) {
            return ByteBuffer.allocate(Long.BYTES).putLong(millis).array();
        }
    }

    /** Whether the row went at the source. */
    public record Deleted() implements Content {
        @Override
        public ColumnType type() {
            return new ColumnType(16, "boolean");
        }

        @Override
        public String text(long millis, boolean gone) {
            return gone ? "t" : "f";
        }

        @Override
        public byte[] binary(long millis, boolean gone) {
            return new byte[] {(byte) (gone ? 1 : 0)};
        }
    }

    /** Returns the type of its values, which is also that of a column that is made for them. */
    public ColumnType type() {
        return content.type();
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
