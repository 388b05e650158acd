package dev.sluice.realtime;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.connector.ChangeFilter;
import dev.sluice.connector.ChangeStream;
import dev.sluice.job.TableName;
import dev.sluice.row.ColumnType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The changes of a source in memory, one transaction at a time: inserts of one text into the first table, and new
 * definitions.
 */
final class WorldStream implements ChangeStream {
    private final World world;
    private final ChangeFilter filter;
    private final Runnable cancellation;
    private final ChangedTable table;
    private int next;

    WorldStream(World world, Lsn from, ChangeFilter filter, Runnable cancellation) {
        this.world = world;
        this.filter = filter;
        this.cancellation = cancellation;
        this.next = (int) (from.value() / World.STEP) - 1;
        this.table = table(world);
        world.read(from);
    }

    private static ChangedTable table(World world) {
        return new ChangedTable(
                1,
                world.tables.get(0),
                ChangedTable.Identity.DEFAULT,
                List.of(new ChangedTable.ChangedColumn("v", new ColumnType(25, "text"), true)));
    }

    @Override
    public Fetched fetch(ChangeBatch batch) {
        cancellation.run();
        world.step("fetch");
        if (next == world.committed.size()) {
            // Waiting for a change takes time, also where that is turned by hand.
            if (!world.still) {
                pass();
            }
        } else {
            batch.begin(new ChangeBatch.Transaction(World.behind(next), Instant.EPOCH));
            String value = world.committed.get(next);
            if (value.startsWith(World.REDEFINED)) {
                redefine(new TableName("public", value.substring(World.REDEFINED.length())), batch);
            } else if (filter.wants(table.name(), World.behind(next))) {
                byte[] change = insert(value);
                batch.append(ChangeKind.INSERT, table, change, 0, change.length);
            }
            next++;
        }
        return new Fetched(true, World.behind(next), Instant.EPOCH, next < world.committed.size(), false);
    }

    private void redefine(TableName redefined, ChangeBatch batch) {
        if (filter.wants(redefined, World.behind(next))) {
            batch.append(Redefinition.anew(redefined, WorldSource.defined(redefined)));
        }
    }

    private void pass() {
        try {
            world.time.sleep(Duration.ofMillis(500));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] insert(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length)
                .put((byte) 'N')
                .putShort((short) 1)
                .put((byte) 't')
                .putInt(text.length)
                .put(text)
                .array();
    }

    @Override
    public void acknowledge(Lsn position) {
        world.step("acknowledge");
        if (world.flushed.isBefore(position)) {
            throw new AssertionError("acknowledged what is not kept: " + position);
        }
        world.slot = Optional.of(Lsn.later(position, world.slot.orElse(Lsn.NONE)));
    }

    @Override
    public void interrupt() {
        // A fetch ends soon by itself.
    }

    @Override
    public void close() {}
}
