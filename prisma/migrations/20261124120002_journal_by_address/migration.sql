CREATE INDEX CONCURRENTLY journal_address_id_idx ON "journal" (address, id);
