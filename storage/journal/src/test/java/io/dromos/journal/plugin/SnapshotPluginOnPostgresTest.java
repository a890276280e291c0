package io.dromos.journal.plugin;

import io.dromos.journal.Log;
import io.dromos.journal.conformance.SnapshotConformance;
import io.dromos.journal.postgres.Database;
import io.dromos.journal.postgres.DatabaseSettings;
import io.dromos.journal.postgres.PostgresLog;
import io.dromos.journal.postgres.PostgresServer;
import java.util.Set;

/// The plug-in's conformance kit on a real PostgreSQL.
class SnapshotPluginOnPostgresTest extends SnapshotConformance {
    private final Database database = Database.at(PostgresServer.shared().newDatabase());

    @Override
    protected Log openLog() throws Exception {
        return PostgresLog.open(DatabaseSettings.standard(database, Set.of()));
    }
}
