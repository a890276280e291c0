package io.dromos.journal.postgres;

import io.dromos.journal.Log;
import io.dromos.journal.conformance.LogConformance;

/// The conformance kit on a real PostgreSQL.
class PostgresLogTest extends LogConformance {
    private final Database database = Database.at(PostgresServer.shared().newDatabase());

    @Override
    protected Log open() throws Exception {
        return PostgresLog.open(DatabaseSettings.standard(database, DEFINITIONS));
    }
}
