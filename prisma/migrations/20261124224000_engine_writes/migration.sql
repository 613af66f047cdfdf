-- Everything one request at the protocol engine writes, in one round trip: all of it or, where something
-- was spent or changed by another meanwhile, an error and nothing. Its only caller is
-- src/oidc/unit-of-work.ts, which says what each part is.
CREATE FUNCTION oidc_write(work jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  thing record;
  done integer;
BEGIN
  FOR thing IN SELECT * FROM jsonb_to_recordset(work -> 'spent') AS s(model text, id text) LOOP
    UPDATE oidc_artifact SET consumed_at = now()
    WHERE model = thing.model AND id = thing.id AND consumed_at IS NULL;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'spent' USING ERRCODE = 'MC001', DETAIL = thing.model || ' ' || thing.id;
    END IF;
  END LOOP;

  FOR thing IN SELECT * FROM jsonb_to_recordset(work -> 'revoked') AS r(model text, "grantId" text) LOOP
    DELETE FROM oidc_artifact WHERE model = thing.model AND grant_id = thing."grantId";
  END LOOP;

  FOR thing IN SELECT * FROM jsonb_to_recordset(work -> 'dropped') AS d(model text, id text, must boolean) LOOP
    DELETE FROM oidc_artifact WHERE model = thing.model AND id = thing.id;
    IF thing.must AND NOT FOUND THEN
      RAISE EXCEPTION 'stale' USING ERRCODE = 'MC002';
    END IF;
  END LOOP;

  -- A row that was read must still be there: else a session ended by an administrator would be brought
  -- back by a request that was under way. Two applications opened at once in one session both stay in
  -- its list, whichever commits last.
  IF work ? 'saved' THEN
    WITH given AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(work -> 'saved') AS g(model text, id text, payload jsonb,
        account_id text, client_id text, grant_id text, user_code text, uid text,
        expires_at timestamptz, known boolean)
    ), changed AS (
      UPDATE oidc_artifact a SET account_id = g.account_id, client_id = g.client_id,
        grant_id = g.grant_id, uid = g.uid, expires_at = g.expires_at,
        user_code = coalesce(g.user_code, a.user_code),
        payload = CASE WHEN g.model = 'Session' AND a.account_id = g.account_id
          THEN jsonb_set(g.payload, '{authorizations}', coalesce(a.payload -> 'authorizations', '{}')
               || coalesce(g.payload -> 'authorizations', '{}'))
          ELSE g.payload END
      FROM given g WHERE g.known AND a.model = g.model AND a.id = g.id
      RETURNING 1
    ), made AS (
      INSERT INTO oidc_artifact (model, id, payload, account_id, client_id, grant_id, user_code, uid, expires_at)
      SELECT model, id, payload, account_id, client_id, grant_id, user_code, uid, expires_at FROM given WHERE NOT known
      ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM changed) + (SELECT count(*) FROM made) INTO done;
    IF done <> jsonb_array_length(work -> 'saved') THEN
      RAISE EXCEPTION 'stale' USING ERRCODE = 'MC002';
    END IF;
  END IF;

  -- The browser goes on from elsewhere: what its tokens open is decided by where it is now. Use is kept to
  -- the minute, so that not every request writes.
  FOR thing IN SELECT * FROM jsonb_to_recordset(work -> 'entered') AS e(uid text, address text) LOOP
    UPDATE session_origin SET used_at = now(), last_address = thing.address
    WHERE uid = thing.uid AND (used_at < now() - interval '1 minute'
      OR coalesce(last_address, address) IS DISTINCT FROM thing.address);
  END LOOP;
  FOR thing IN SELECT * FROM jsonb_to_recordset(work -> 'used') AS u(uid text) LOOP
    UPDATE session_origin SET used_at = now()
    WHERE uid = thing.uid AND used_at < now() - interval '1 minute';
  END LOOP;
  RETURN true;
END $$;
