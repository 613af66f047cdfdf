-- One statement, outside a transaction: the journal is written all the while it runs.
CREATE INDEX CONCURRENTLY journal_unit_id_id_idx ON "journal" (unit_id, id);
