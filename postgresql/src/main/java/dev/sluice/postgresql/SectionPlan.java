package dev.sluice.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a section is applied.
 *
 * @param sets what becomes sets
 * @param inOrder the changes of the other tables
 */
record SectionPlan(List<ChangeSets> sets, List<TableChanges> inOrder) {
    SectionPlan {
        sets = List.copyOf(sets);
        inOrder = List.copyOf(inOrder);
    }

    /** Tells for each table whether its changes become sets; none do where one table's changes concern another one. */
    static SectionPlan of(Section section, SetWriter writer) {
        List<ChangeSets> sets = new ArrayList<>();
        List<TableChanges> inOrder = new ArrayList<>();
        for (TableChanges changes : section.tables()) {
            Optional<ChangeSets> possible = isFiltered(changes)
                    ? Optional.empty()
                    : ChangeSets.of(changes).filter(writer::takes);
            possible.ifPresentOrElse(sets::add, () -> inOrder.add(changes));
        }
        return new SectionPlan(sets, inOrder);
    }

    /** What a condition says of one change of a row depends on those before it. */
    private static boolean isFiltered(TableChanges changes) {
        return changes.table().rules().filter() && !changes.onlyInserts();
    }

    /** Returns a plan without sets. */
    static SectionPlan inOrder(Section section) {
        return new SectionPlan(List.of(), section.tables());
    }
}
