package dev.sluice.change;

import dev.sluice.change.ChangeBatch.Transaction;
import dev.sluice.change.ExtraColumn.Content;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of further columns, in the form that the other fields of their row have: one value in text form among
 * binary ones would make all of them take the way of texts. Made anew for each transaction at most. Used by one thread.
 */
final class ExtraFields {
    private final List<ExtraColumn> extras;
    private final byte[][] text;
    private final byte[][] binary;
    private @Nullable Transaction transaction;
    private boolean deleted;

    ExtraFields(List<ExtraColumn> extras) {
        this.extras = extras;
        this.text = new byte[extras.size()][];
        this.binary = new byte[extras.size()][];
        make(0);
    }

    /** Writes the values of a row that was changed by {@code by}. */
    void write(TupleBytes out, Optional<Transaction> by, boolean gone, boolean asText) {
        if (!Objects.equals(by.orElse(null), transaction) || gone != deleted) {
            transaction = by.orElse(null);
            deleted = gone;
            make(by.map(one -> one.time().toEpochMilli()).orElse(0L));
        }
        for (byte[] field : asText ? text : binary) {
            out.put(field, 0, field.length);
        }
    }

    /** Writes what is known of a row before a change: that it was there, if that {@code tells} rows apart, and nothing else. */
    void writeOld(TupleBytes out, boolean tells) {
        for (ExtraColumn extra : extras) {
            if (tells && extra.isMark()) {
                byte[] field = field('b', extra.content().binary(0, false));
                out.put(field, 0, field.length);
            } else {
                out.put('u');
            }
        }
    }

    private void make(long millis) {
        for (int i = 0; i < text.length; i++) {
            Content content = extras.get(i).content();
            text[i] = field('t', content.text(millis, deleted).getBytes(StandardCharsets.UTF_8));
            binary[i] = field('b', content.binary(millis, deleted));
        }
    }

    private static byte[] field(char form, byte[] value) {
        return ByteBuffer.allocate(1 + Integer.BYTES + value.length)
                .put((byte) form)
                .putInt(value.length)
                .put(value)
                .array();
    }
}
