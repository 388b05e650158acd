package dev.sluice.job;

/** Good files, from which tests make others by changing a word. */
final class Samples {
    static final String V2 = """
            {
              "type": "job",
              "version": "2.0",
              "steps": [
                {
                  "stepType": "postgresql",
                  "parameter": {"datasource": "src", "table": "public.t", "column": ["a", "b"], "where": ""},
                  "name": "Reader",
                  "category": "reader"
                },
                {
                  "stepType": "stream",
                  "parameter": {"print": true},
                  "name": "Writer",
                  "category": "writer"
                }
              ],
              "setting": {
                "errorLimit": {"record": "0"},
                "speed": {"throttle": true, "concurrent": 1, "mbps": "12"}
              },
              "order": {"hops": [{"from": "Reader", "to": "Writer"}]}
            }
            """;

    static final String CLASSIC = """
            {
              "job": {
                "content": [{
                  "reader": {
                    "name": "postgresqlreader",
                    "parameter": {
                      "username": "u", "password": "geheim", "column": ["id", "v"],
                      "connection": [{"jdbcUrl": ["jdbc:postgresql://h:5432/db?password=geheim"], "table": ["public.t"]}]
                    }
                  },
                  "writer": {
                    "name": "postgresqlwriter",
                    "parameter": {
                      "username": "u", "password": "geheim", "column": ["id", "v"], "preSql": ["delete from @table"],
                      "connection": [{"jdbcUrl": "jdbc:postgresql://h:5432/db2", "table": ["public.t2"]}]
                    }
                  },
                  "transformer": []
                }],
                "setting": {"speed": {"channel": 3}, "errorLimit": {"record": 0, "percentage": 0.02}}
              }
            }
            """;

    static final String DATA_SOURCE = """
            {
              "name": "shop",
              "type": "postgresql",
              "address": [{"host": "db1", "port": 5432}, {"host": "db2", "port": "5433"}],
              "database": "shop",
              "username": "${env:DB_USER}",
              "password": "${env:DB_PASSWORD}",
              "properties": {"ApplicationName": "sluice"},
              "securityProtocol": "AuthTypeSsl",
              "truststoreFile": "tls/ca.pem",
              "keystoreFile": "tls/client.crt",
              "keyFile": "tls/client.pk8",
              "clientPassword": "${env:KEY_PASSWORD}",
              "envType": "Prod",
              "description": "The shop"
            }
            """;

    private Samples() {}

    /** Returns a sample with one piece replaced, which must be there exactly once. */
    static String with(String sample, String piece, String replacement) {
        int at = sample.indexOf(piece);
        if (at < 0 || sample.indexOf(piece, at + 1) >= 0) {
            throw new IllegalArgumentException("the sample has not exactly one " + piece);
        }
        return sample.replace(piece, replacement);
    }
}
