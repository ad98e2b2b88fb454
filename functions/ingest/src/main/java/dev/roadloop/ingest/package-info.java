/// Brings a landed drive into the catalog.
///
/// Start with [dev.roadloop.ingest.register.RegisterDrive], to which the landing bucket's events
/// lead, and `statemachines/ingest-drive.asl.json`, which calls the others. S3 holds the truth and
/// is written first; the table is a projection of it, made in one place
/// ([dev.roadloop.ingest.catalog.CatalogProjection]) by registration, cataloguing, quarantine and
/// rebuild alike. This package has what all functions share; features depend on it, never it on
/// them.
///
/// | function | needs of the environment | reads | writes |
/// | --- | --- | --- | --- |
/// | RegisterDrive | LANDING_BUCKET BRONZE_BUCKET GOLD_BUCKET DRIVES_TABLE EVENT_BUS_NAME LANDING_QUEUE_URL INGEST_STATE_MACHINE_ARN, UPLOAD_GRACE (ISO 8601, default PT24H) | landing `drives/`, bronze `raw/`, gold `logs/ingest/` `quarantine/` `reports/` | bronze `raw/`, gold `logs/ingest/` `quarantine/`, table, bus, executions |
/// | VerifyFile | LANDING_BUCKET BRONZE_BUCKET GOLD_BUCKET | landing `drives/`, bronze `raw/` | bronze `raw/`, gold `logs/ingest/` |
/// | CatalogDrive | BRONZE_BUCKET GOLD_BUCKET DRIVES_TABLE | bronze `raw/`, gold | gold `logs/ingest/`, table |
/// | QuarantineDrive | BRONZE_BUCKET GOLD_BUCKET DRIVES_TABLE EVENT_BUS_NAME | bronze `raw/`, gold | gold `quarantine/` `logs/ingest/`, table, bus |
/// | RecordFailure | GOLD_BUCKET | – | gold `logs/ingest/` |
/// | RebuildCatalog | BRONZE_BUCKET GOLD_BUCKET DRIVES_TABLE | bronze `raw/` (list), gold (list) | table |
@NullMarked
package dev.roadloop.ingest;

import org.jspecify.annotations.NullMarked;
