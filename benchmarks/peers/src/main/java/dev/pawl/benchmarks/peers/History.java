// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.List;

/** Makes finished runs faster than by running them: the rows of the one run in a database, many times over, each time older. */
final class History {

    private static final String PAWL_ID =
            "(overlay(lpad(to_hex(i), 12, '0') placing '-' from 9 for 0) || '-7000-8000-000000000000')";

    private static final List<Copy> PAWL = List.of(
            new Copy("pawl.run", "'id', " + PAWL_ID + ", 'number', -i"),
            new Copy("pawl.run_event", "'run_id', " + PAWL_ID));

    private static final List<Copy> DBOS = List.of(
            new Copy(
                    "dbos.workflow_status",
                    "'workflow_uuid', 'old-' || i, 'created_at', t.created_at - i, 'updated_at', t.updated_at - i"),
            new Copy("dbos.operation_outputs", "'workflow_uuid', 'old-' || i"));

    /** A run is ten jobs, and what is listed are jobs. */
    private static final List<Copy> JOBRUNR = List.of(new Copy(
            "jobrunr_jobs",
            "'id', md5(t.id || i)::uuid, 'jobasjson', replace(t.jobasjson, t.id, md5(t.id || i)::uuid::text), 'createdat', t.createdat - i * interval '1 ms',"
                    + " 'updatedat', t.updatedat - i * interval '1 ms'"));

    private static final String STEP_ID = "'step_execution_id', -(i * 10 + t.step_execution_id % 10)";

    private static final List<Copy> SPRING_BATCH = List.of(
            new Copy("batch_job_instance", "'job_instance_id', -i, 'job_key', md5(i::text)"),
            new Copy("batch_job_execution", "'job_execution_id', -i, 'job_instance_id', -i"),
            new Copy("batch_job_execution_params", "'job_execution_id', -i"),
            new Copy("batch_job_execution_context", "'job_execution_id', -i"),
            new Copy("batch_step_execution", STEP_ID + ", 'job_execution_id', -i"),
            new Copy("batch_step_execution_context", STEP_ID));

    private History() {}

    /** The rows of a table again, those columns altered: names and expressions over {@code t}, the row, and {@code i}, the copy. */
    private record Copy(String table, String altered) {

        String statement(int copies) {
            return "INSERT INTO " + table + " SELECT r.* FROM " + table + " t, generate_series(1, " + copies + ") i, "
                    + "LATERAL jsonb_populate_record(t, jsonb_build_object(" + altered + ")) r";
        }
    }

    /** To be called when the database has exactly one run, which has ended. */
    static void grow(Entrant entrant, HikariDataSource database, int runs) throws SQLException {
        List<Copy> copies = switch (entrant) {
            case PAWL, PAWL_PURE -> PAWL;
            case DBOS -> DBOS;
            case JOBRUNR -> JOBRUNR;
            case SPRING_BATCH -> SPRING_BATCH;
            case DB_SCHEDULER -> List.of();
        };
        for (Copy copy : copies) {
            Sql.execute(database, copy.statement(entrant == Entrant.JOBRUNR ? runs / StageCode.STAGES : runs));
        }
        Sql.execute(database, "VACUUM ANALYZE");
    }
}
