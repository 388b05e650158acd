package dev.sluice.job;

/** What a transformation rule does. */
enum RuleAction {
    RENAME("Rename"),
    ADD_COLUMN("AddColumn"),
    DEFINE_PRIMARY_KEY("DefinePrimaryKey"),
    HANDLE_DML("HandleDml"),
    DEFINE_INCREMENTAL_CONDITION("DefineIncrementalCondition"),
    DEFINE_CYCLE_SCHEDULE_SETTINGS("DefineCycleScheduleSettings"),
    DEFINE_PARTITION_KEY("DefinePartitionKey");

    private final String spelling;

    RuleAction(String spelling) {
        this.spelling = spelling;
    }

    boolean takes(ObjectKind target) {
        return this == RENAME || target == ObjectKind.TABLE;
    }

    @Override
    public String toString() {
        return spelling;
    }
}
