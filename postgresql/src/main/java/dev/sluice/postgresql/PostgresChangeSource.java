package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.change.Lsn;
import dev.sluice.change.SequenceValue;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeFilter;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.ChangeStream;
import dev.sluice.connector.Progress;
import dev.sluice.connector.Retained;
import dev.sluice.connector.SourceStatus;
import dev.sluice.connector.TableNews;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.job.FollowSettings;
import dev.sluice.job.FollowSettings.DdlCapture;
import dev.sluice.job.RealtimeDestination;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.postgresql.PostgresChangeStream.Opened;
import dev.sluice.postgresql.Sessions.StreamSession;
import dev.sluice.preflight.Finding;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.PGReplicationStream;

/** The source of a real-time job: a publication and a replication slot, both named after the job. */
final class PostgresChangeSource implements ChangeSource {
    /** The server takes a moment to see that nobody reads from a slot any more. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    private static final int MOST_GLANCES = 100;

    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);

    /**
     * So long the stream waits for whoever has locked a table that it has to ask for; then it is read again. He may wait for a
     * copy of ours, which waits for the stream: no server sees that deadlock.
     */
    private static final String LOCK_LIMIT = "'5s'";

    private final PgServer server;
    private final RealtimeJob job;
    private final Path scratch;
    private final TextNeed text;
    private final Sessions sessions;
    private final ReplicationSlot slot;
    private @Nullable PgSession owner;
    private @Nullable TableComparison comparison;

    /**
     * Binds to a server.
     *
     * @param scratch the folder where transactions are kept that have not ended
     * @param text what earlier attempts of the run have seen
     */
    PostgresChangeSource(PgServer server, RealtimeJob job, Path scratch, TextNeed text) {
        this.server = server;
        this.job = job;
        this.scratch = scratch;
        this.text = text;
        this.sessions = new Sessions(server, Side.SOURCE);
        this.slot = new ReplicationSlot(job.identity().slot());
    }

    @Override
    public List<Finding> check() {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(Finding.ok("source connection", server.describe(owner())));
            ChosenTables chosen = chosen();
            PublicationChecks publishing = new PublicationChecks(owner(), job, chosen);
            if (job.migration().type().followsChanges()) {
                findings.addAll(new ReplicationChecks(owner(), job, sessions::openForReplication).run());
                findings.addAll(publishing.run());
            } else {
                findings.add(publishing.count());
            }
            findings.addAll(ruled(chosen.tables()));
        } catch (SyncException e) {
            findings.add(Finding.failed(findings.isEmpty() ? "source connection" : "source tables", e));
        }
        return findings;
    }

    /** Looks whether tables have what the job's rules say of them. */
    private List<Finding> ruled(List<SourceTable> tables) {
        List<Finding> findings = new ArrayList<>(new DefinedKeys(owner(), job).check(tables));
        findings.addAll(new RuleChecks(owner(), job, owner().database(), "")
                .ofSource(
                        tables.stream().map(SourceTable::name).toList(),
                        slot.state(owner()).isPresent()));
        return findings;
    }

    @Override
    public List<SourceTable> tables() {
        return chosen().tables();
    }

    private ChosenTables chosen() {
        return ChosenTables.of(owner(), job);
    }

    @Override
    public TableNews compare(Progress progress) {
        TableComparison known = comparison;
        if (known == null) {
            known = new TableComparison(owner(), job, publication(), slot);
            comparison = known;
        }
        return known.since(progress);
    }

    @Override
    public TableDefinition definition(TableName table) {
        return new Definitions(owner()).of(table);
    }

    @Override
    public List<SequenceValue> sequences(TableName table) {
        return new Sequences(owner()).of(table);
    }

    @Override
    public Retained retain(List<SourceTable> tables, Consumer<String> waiting) {
        publication().requireFor(slot);
        try {
            include(tables);
            watchDdl();
            endEarlierMaking();
            Optional<ReplicationSlot.State> state = slot.state(owner());
            if (state.isPresent()) {
                return new Retained(slot.position(state.get(), owner().database()), Optional.empty());
            }
            SlotSnapshot made = snapshots(waiting).with(slot, tables);
            return new Retained(made.position(), Optional.of(made));
        } catch (SQLException e) {
            throw owner().failed(e, "The source cannot be made to keep its changes");
        }
    }

    /** Whoever has the job at a destination with a lock knows that nobody else makes the slot but what an earlier run has left. */
    private void endEarlierMaking() {
        if (job.destination() instanceof RealtimeDestination.Named
                && slot.state(owner())
                        .flatMap(state -> slot.maker(state, owner().database()))
                        .isPresent()) {
            slot.endMaking(owner());
            awaitUnread();
        }
    }

    /**
     * Once a table is published whose rows nothing identifies, nobody could change them any more. One that comes later has met no
     * other checks.
     */
    private void include(List<SourceTable> tables) throws SQLException {
        ChosenTables chosen = chosen();
        if (publication().exists()) {
            Finding.require(new PublicationChecks(owner(), job, chosen).identities(tables));
            Finding.require(ruled(tables));
        }
        publication().include(chosen.published(owner().majorVersion(), tables));
    }

    /** Where nobody may make the trigger, definitions are seen without it. */
    private void watchDdl() throws SQLException {
        DdlTrigger trigger = ddlTrigger();
        if (job.settings().runtime().follow().ddl() != DdlCapture.AUTO || !trigger.isPossible()) {
            return;
        }
        if (trigger.exists()) {
            trigger.renew();
        } else {
            trigger.create();
        }
        trigger.noteBegin();
    }

    private DdlTrigger ddlTrigger() {
        return new DdlTrigger(owner(), job.identity());
    }

    private SlotSnapshots snapshots(Consumer<String> waiting) {
        return new SlotSnapshots(server, job, sessions, owner(), waiting);
    }

    @Override
    public TableSnapshot snapshot(List<SourceTable> tables, Consumer<String> waiting) {
        return snapshots(waiting).passing(tables);
    }

    @Override
    public TableSnapshot state(List<SourceTable> tables, Consumer<String> waiting) {
        return snapshots(waiting).state(tables, now());
    }

    /** A server ends a stream whose reader says nothing for {@code wal_sender_timeout}. */
    private Duration statusInterval() {
        long limit = owner().query(
                        "SELECT setting::int8 FROM pg_settings WHERE name = 'wal_sender_timeout'",
                        row -> row.getLong(1))
                .get(0);
        Duration wanted = job.settings().runtime().follow().acknowledge();
        return limit == 0 || limit > 4 * wanted.toMillis() ? wanted : Duration.ofMillis(limit / 4 + 1);
    }

    @Override
    public ChangeStream follow(Lsn from, ChangeFilter filter) {
        FollowSettings settings = job.settings().runtime().follow();
        KnownTables known = new Definitions(owner()).known(filter.definitions());
        Set<Long> typed = typed(known.names().keySet());
        OutputOptions options = OutputOptions.of(owner(), publication().name(), typed, settings, text);
        StreamSession reading = sessions.openForStream();
        PgSession replication = reading.session();
        // The stream may be read while something else is asked.
        PgSession catalogue = sessions.open();
        try {
            // All that is asked from here on is answered at once, or the connection is gone and nobody said so.
            owner().limitAnswers(ANSWER_LIMIT);
            catalogue.limitAnswers(ANSWER_LIMIT);
            catalogue.limitLockWaits(LOCK_LIMIT);
            replication.limitAnswers(ANSWER_LIMIT);
            Lsn confirmed =
                    slot.state(owner()).flatMap(ReplicationSlot.State::position).orElse(Lsn.NONE);
            PGReplicationStream stream = replication.replicate(slot.name(), Lsn.later(from, confirmed), options.all());
            return new PostgresChangeStream(
                    new Opened(
                            sessions,
                            new StreamMessages(reading, stream, confirmed, statusInterval(), Time.system()),
                            catalogue,
                            scratch),
                    collector(options, catalogue, known, filter),
                    new Heartbeat(catalogue, settings.heartbeat(), Time.system()),
                    Time.system());
        } catch (SQLException e) {
            throw replication.failed(e, "The source's changes cannot be read");
        }
    }

    /** Where a destination keeps no definitions, the types of whatever is chosen may come. */
    private Set<Long> typed(Set<Long> followed) {
        return followed.isEmpty() ? chosen().oids() : followed;
    }

    private ChangeCollector collector(
            OutputOptions options, PgSession catalogue, KnownTables known, ChangeFilter filter) {
        return new ChangeCollector(
                options,
                DdlTrigger.prefix(job.identity()),
                new PartitionRoutes(catalogue, job, known),
                new SchemaWatch(
                        new Definitions(catalogue),
                        job.settings().ddl(),
                        ddlTrigger().told(),
                        known),
                job.settings().ddl(),
                filter);
    }

    @Override
    public Lsn now() {
        return new SlotCatalog(owner()).position();
    }

    @Override
    public SourceStatus status() {
        return owner().answered(ANSWER_LIMIT, this::asked);
    }

    private SourceStatus asked() {
        SlotCatalog slots = new SlotCatalog(owner());
        return new SourceStatus(
                slots.position(),
                slots.slot(slot.name()),
                publication().exists(),
                Optional.of(DdlTrigger.prefix(job.identity()))
                        .filter(name -> ddlTrigger().exists()),
                slots.idleBeside(slot.name()));
    }

    @Override
    public List<String> forget() {
        List<String> gone = new ArrayList<>();
        try {
            if (slot.state(owner()).isPresent()) {
                slot.drop(owner());
                gone.add("the replication slot " + slot.name());
            }
            requireWritable();
            if (ddlTrigger().exists()) {
                ddlTrigger().drop();
                gone.add("the event trigger " + DdlTrigger.prefix(job.identity()));
            }
            if (publication().exists()) {
                publication().drop();
                gone.add("the publication " + job.identity().publication());
            }
            return gone;
        } catch (SQLException e) {
            throw owner().failed(e, "What the source keeps for the job cannot be dropped");
        }
    }

    private void requireWritable() {
        if ((publication().exists() || ddlTrigger().exists()) && owner().isInRecovery()) {
            throw new SyncException(
                    ErrorCode.SOURCE_FAILED,
                    "The replication slot is dropped; the publication and the event trigger can be dropped on the primary only",
                    "DROP PUBLICATION " + Quoting.identifier(publication().name())
                            + " on the primary, then drop the job once more",
                    null);
        }
    }

    @Override
    public void release() {
        awaitUnread();
        slot.drop(owner());
    }

    /** Waits until nobody uses the slot any more, and not for long. */
    private void awaitUnread() {
        try {
            for (int attempt = 1;
                    slot.state(owner()).flatMap(ReplicationSlot.State::reader).isPresent();
                    attempt++) {
                if (attempt == MOST_GLANCES) {
                    break;
                }
                Time.system().sleep(GLANCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(
                    ErrorCode.CANCELLED, "The wait for the slot " + slot.name() + " was interrupted", null, e);
        }
    }

    private Publication publication() {
        return new Publication(owner(), job.identity().publication());
    }

    @Override
    public void cancel() {
        sessions.cancel();
    }

    @Override
    public void close() {
        sessions.close();
    }

    private PgSession owner() {
        PgSession session = owner;
        if (session == null) {
            session = sessions.open();
            owner = session;
        }
        return session;
    }
}
