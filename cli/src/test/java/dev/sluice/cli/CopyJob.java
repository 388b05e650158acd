package dev.sluice.cli;

/** The text of a job that copies a table from the data source {@code source} to {@code destination}. */
final class CopyJob {
    private String reader = "\"table\": \"t\", \"column\": [\"*\"]";
    private String writer = "\"table\": \"t\", \"column\": [\"*\"]";
    private String setting = "\"errorLimit\": {\"record\": 0}";

    CopyJob reader(String parameters) {
        reader = parameters;
        return this;
    }

    CopyJob writer(String parameters) {
        writer = parameters;
        return this;
    }

    CopyJob setting(String keys) {
        setting = keys;
        return this;
    }

    @Override
    public String toString() {
        return """
                {
                  "type": "job", "version": "2.0",
                  "steps": [
                    {"stepType": "postgresql", "name": "in", "category": "reader",
                     "parameter": {"datasource": "source", %s}},
                    {"stepType": "postgresql", "name": "out", "category": "writer",
                     "parameter": {"datasource": "destination", %s}}
                  ],
                  "setting": {%s},
                  "order": {"hops": [{"from": "in", "to": "out"}]}
                }
                """.formatted(reader, writer, setting);
    }
}
