-- What people do to themselves is found by the index of accounts: sign-ins write nothing here.
CREATE INDEX CONCURRENTLY journal_by_others ON "journal" (actor_id, id)
  WHERE actor_id IS DISTINCT FROM account_id;
