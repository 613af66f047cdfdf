-- journal_about_object takes its place.
DROP INDEX CONCURRENTLY IF EXISTS journal_object_type_object_id_id_idx;
