-- journal_by_others takes its place.
DROP INDEX CONCURRENTLY IF EXISTS journal_actor_id_id_idx;
