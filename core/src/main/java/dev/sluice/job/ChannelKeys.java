package dev.sluice.job;

/** The object {@code ChannelSettings}. */
final class ChannelKeys {
    private static final Key<ChannelSettings.Conflict> CONFLICT = Key.oneOf(
                    "conflictMode",
                    ChannelSettings.Conflict.class,
                    "When the key of an inserted row is taken: `replace`: the new row takes the place of the old one;"
                            + " `ignore`: the old row stays.")
            .defaultTo(ChannelSettings.STANDARD.conflict());
    private static final Key<ChannelSettings.Write> WRITE = Key.oneOf(
                    "writeMode",
                    ChannelSettings.Write.class,
                    "`replay`: the destination's rows are the source's. `insert`, a new row for every change, is not supported"
                            + " by this version.")
            .defaultTo(ChannelSettings.STANDARD.write());
    private static final Key<ChannelSettings.DynamicColumns> DYNAMIC = Key.oneOf(
                    "dynamicColumnAction",
                    ChannelSettings.DynamicColumns.class,
                    "Columns that the source's table gets: `replay`: what the policy for `AddColumn` says; `insert`: as its"
                            + " `Normal`; `ignore`: as its `Ignore`.")
            .defaultTo(ChannelSettings.STANDARD.dynamicColumns());
    private static final Key<ChannelSettings> DESTINATION = Key.object(
                    "destinationChannelSettings",
                    Definition.of(
                                    "Writing",
                                    values -> new ChannelSettings(
                                            values.get(CONFLICT), values.get(WRITE), values.get(DYNAMIC)),
                                    CONFLICT,
                                    WRITE,
                                    DYNAMIC)
                            .ignoring("there is no destination Kafka", "kafkaClientProperties", "keyColumns"),
                    "How rows are written at the destination.")
            .defaultTo(ChannelSettings.STANDARD);

    private ChannelKeys() {}

    static Definition<ChannelSettings> definition() {
        return Definition.of("Channel settings", values -> values.get(DESTINATION), DESTINATION)
                .ignoring("there is no destination Kafka", "kafkaClientProperties", "keyColumns")
                .ignoring("the source has no settings of that kind", "sourceChannelSettings");
    }
}
