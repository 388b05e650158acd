package dev.sluice.job;

import java.util.List;
import java.util.Map;

/** What a job file describes. */
public sealed interface Job permits BatchJob, RealtimeJob {
    /** Returns the name to show to a user. */
    String name();

    /** Returns what the user should know about the file. */
    List<Note> notes();

    /** Returns the variables that the file uses, as written ({@code ${day}}), with their values; those inside secrets are left out. */
    Map<String, String> variables();
}
