CREATE INDEX CONCURRENTLY journal_about_object ON "journal" (object_type, object_id, id)
  WHERE object_type IS NOT NULL;
