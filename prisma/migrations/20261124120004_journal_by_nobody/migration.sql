-- The system, the command line and applications have a name only.
CREATE INDEX CONCURRENTLY journal_by_nobody ON "journal" (actor_name, id) WHERE actor_id IS NULL;
