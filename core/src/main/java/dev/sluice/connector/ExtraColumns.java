package dev.sluice.connector;

import dev.sluice.change.ExtraColumn;
import dev.sluice.change.ExtraColumn.Content;
import dev.sluice.change.ExtraColumn.Deleted;
import dev.sluice.change.ExtraColumn.Fixed;
import dev.sluice.change.ExtraColumn.Moment;
import dev.sluice.job.AddedColumn;
import dev.sluice.job.ColumnVariable;
import dev.sluice.job.RealtimeDestination;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.Renaming;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableMapping;
import dev.sluice.job.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells which columns the rules of a job give to tables of the destination, and what rows have there. Immutable. */
public final class ExtraColumns {
    private final RealtimeJob job;
    private final String database;
    private final String destination;

    /**
     * Tells them of one job.
     *
     * @param database the name of the source's database
     * @param destination the name of the destination's database
     */
    public ExtraColumns(RealtimeJob job, String database, String destination) {
        this.job = job;
        this.database = database;
        this.destination = destination;
    }

    /** Returns those of a table of the source; nothing where no rule gives any. */
    public List<ExtraColumn> of(TableName table) {
        Optional<TableMapping> mapping = job.mappingOf(database, table);
        List<ExtraColumn> columns = new ArrayList<>();
        mapping.ifPresent(found -> {
            for (AddedColumn column : found.addedColumns()) {
                columns.add(new ExtraColumn(column.name(), content(column, found.renaming(), table)));
            }
            found.deletedColumn()
                    .filter(any -> job.migration().type().followsChanges())
                    .ifPresent(name -> columns.add(new ExtraColumn(name, new Deleted())));
        });
        return columns;
    }

    private Content content(AddedColumn column, Renaming renaming, TableName table) {
        if (column.value() instanceof AddedColumn.Constant constant) {
            return new Fixed(constant.text());
        }
        ColumnVariable variable = ((AddedColumn.Variable) column.value()).variable();
        return variable == ColumnVariable.EXECUTE_TIME ? new Moment() : new Fixed(name(variable, renaming, table));
    }

    private String name(ColumnVariable variable, Renaming renaming, TableName table) {
        String dataSource = job.source().dataSource();
        return switch (variable) {
            case EXECUTE_TIME -> throw new IllegalArgumentException(variable + " is no name");
            case DB_NAME_SRC -> database;
            case DATASOURCE_NAME_SRC -> dataSource;
            case SCHEMA_NAME_SRC -> table.schema();
            case TABLE_NAME_SRC -> table.table();
            case DB_NAME_DEST -> destination;
            case DATASOURCE_NAME_DEST ->
                job.destination() instanceof RealtimeDestination.Named named ? named.dataSource() : "stream";
            case SCHEMA_NAME_DEST -> destinationOf(renaming, table).schema();
            case TABLE_NAME_DEST -> destinationOf(renaming, table).table();
            case DB_NAME_SRC_TRANSED -> renaming.databaseOf(new SourceTable(dataSource, database, table));
        };
    }

    private TableName destinationOf(Renaming renaming, TableName table) {
        return renaming.destinationOf(job.source().dataSource(), database, table.schema(), table.table());
    }
}
