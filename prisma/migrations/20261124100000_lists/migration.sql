-- Lists that can be sorted, that show chosen columns, and on which many things are dealt with at once.

-- CreateTable
CREATE TABLE "list_view" (
    "account_id" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "columns" TEXT[],

    CONSTRAINT "list_view_pkey" PRIMARY KEY ("account_id","list")
);

-- CreateTable
CREATE TABLE "bulk" (
    "id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'ready',
    "target_id" UUID,
    "reason" TEXT,
    "back" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "actor" JSONB NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bulk_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_item" (
    "bulk_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "object_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "outcome" TEXT,
    "reason" TEXT,
    "detail" JSONB,

    CONSTRAINT "bulk_item_pkey" PRIMARY KEY ("bulk_id","seq")
);

-- CreateIndex
CREATE INDEX "bulk_state_started_at_idx" ON "bulk"("state", "started_at");

-- CreateIndex
CREATE INDEX "bulk_expires_at_idx" ON "bulk"("expires_at");

-- CreateIndex
CREATE INDEX "account_by_creation" ON "account"("created_at", "id");

-- AddForeignKey
ALTER TABLE "list_view" ADD CONSTRAINT "list_view_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_bulk_id_fkey" FOREIGN KEY ("bulk_id") REFERENCES "bulk"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the schema language cannot say. -----------------------------------

-- The order of Vietnamese words whatever the locale of the database, as core/text.ts gives people's:
-- letters first, in the order a ă â … d đ … (a space before every letter); tones only between equals.
-- PL/pgSQL, so that the planner meets the very call that the indexes below are made of.
CREATE FUNCTION vietnamese_key(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  marks CONSTANT text := U&'\0300\0309\0303\0301\0323'; -- huyền hỏi ngã sắc nặng
  spelt text := translate(lower(normalize(left(words, 300), NFD) COLLATE "C"), 'Đ', 'đ');
BEGIN
  RETURN translate(
    normalize(translate(spelt, marks, ''), NFC),
    ' 0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz',
    ' 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg'
  ) || chr(1) || translate(regexp_replace(spelt, '[^ ' || marks || ']', '', 'g'), marks, '12345');
END $$;

CREATE INDEX unit_by_name ON "unit" ((vietnamese_key(name) COLLATE "C"), id);
CREATE INDEX unit_by_code ON "unit" ((coalesce(code, '') COLLATE "C"), id);
CREATE INDEX group_by_name ON "group" ((vietnamese_key(name) COLLATE "C"), id);
CREATE INDEX group_by_code ON "group" ((code COLLATE "C"), id);
CREATE INDEX account_by_username ON "account" ((username COLLATE "C"), id);
-- Who never signed in stands before everybody. A sign-in moves one entry of this index.
CREATE INDEX account_by_sign_in ON "account" ((coalesce(last_sign_in_at, '-infinity'::timestamptz)), id);
CREATE INDEX session_origin_by_start ON "session_origin" (at, uid);
DROP INDEX session_origin_at_idx; -- the one above begins with it

ALTER TABLE "bulk" ADD CONSTRAINT bulk_state CHECK (state IN ('ready', 'running', 'stopped', 'done'));
ALTER TABLE "bulk_item" ADD CONSTRAINT bulk_item_outcome CHECK (outcome IN ('done', 'skipped', 'refused'));
