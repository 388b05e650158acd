package dev.sluice.job;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** What a real-time job file calls its job. */
final class IdentityKeys {
    static final Key<String> NAME = Key.string(
                    "Name",
                    "The job's name. Without an `Id` it makes the names of the slot `di_slot_<id>` and of the publication"
                            + " `di_pub_<id>`: in lower case, with `_` for all but a to z and digits; a long one is cut and"
                            + " ends with a checksum of the whole.")
            .emptyIsAbsent();
    static final Key<String> ID = Key.string(
                    "Id",
                    "What the names of the slot and the publication end with: a to z, digits and `_`, up to "
                            + JobIdentity.LONGEST_ID + " characters. Default: made from `Name`.")
            .emptyIsAbsent();
    static final Key<String> DESCRIPTION = Key.string("Description", "Free text.");

    private static final Pattern UNUSABLE = Pattern.compile("[^a-z0-9_]");
    private static final Pattern USABLE = Pattern.compile("[a-z0-9]");
    private static final int CHECKSUM_LENGTH = 9;

    private IdentityKeys() {}

    static void check(Values values) {
        Optional<String> id = values.find(ID);
        Optional<String> name = values.find(NAME);
        if (!values.has(ID) && !values.has(NAME)) {
            values.fault("the job has no name; allowed is \"Name\", \"Id\", or both");
        } else if (id.isPresent() && !JobIdentity.isId(id.get())) {
            values.fault(
                    ID,
                    "\"" + Shown.text(id.get())
                            + "\" cannot be part of a slot's name; allowed are a to z, digits and _, up to "
                            + JobIdentity.LONGEST_ID + " characters");
        } else if (id.isEmpty() && name.isPresent() && idOf(name.get()).isEmpty()) {
            values.fault(
                    NAME,
                    "nothing in \"" + Shown.text(name.get())
                            + "\" can be part of a slot's name; allowed is a name with a letter a to z or a digit, or an \"Id\" beside it");
        }
    }

    static JobIdentity identity(Values values) {
        Optional<String> name = values.find(NAME);
        String id = values.find(ID).or(() -> name.flatMap(IdentityKeys::idOf)).orElseThrow();
        return new JobIdentity(id, name.orElse(id), values.find(DESCRIPTION));
    }

    /** Returns the id that a name makes, if there is a letter or digit in it that can be kept. */
    static Optional<String> idOf(String name) {
        String id = UNUSABLE.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("_");
        if (!USABLE.matcher(id).find()) {
            return Optional.empty();
        }
        return Optional.of(
                id.length() <= JobIdentity.LONGEST_ID
                        ? id
                        : id.substring(0, JobIdentity.LONGEST_ID - CHECKSUM_LENGTH) + checksum(name));
    }

    /** Keeps two long names with one beginning apart. */
    private static String checksum(String name) {
        CRC32 checksum = new CRC32();
        checksum.update(name.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "_%08x", checksum.getValue());
    }
}
