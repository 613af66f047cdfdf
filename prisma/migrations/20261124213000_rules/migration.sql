-- Rules for positions, kinds and single units, for classes and sets of applications, under conditions; network
-- zones, roles in applications, and where a session was seen last.

-- DropIndex
DROP INDEX "grant_once";

-- AlterTable
ALTER TABLE "grant" ADD COLUMN     "account_kind" TEXT,
ADD COLUMN     "class_code" TEXT,
ADD COLUMN     "days" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
ADD COLUMN     "decision_date" DATE,
ADD COLUMN     "decision_no" TEXT,
ADD COLUMN     "from_minute" INTEGER,
ADD COLUMN     "position_code" TEXT,
ADD COLUMN     "roles" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "set_id" UUID,
ADD COLUMN     "strong" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "subtree" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "to_minute" INTEGER,
ADD COLUMN     "updated_at" TIMESTAMPTZ(3),
ADD COLUMN     "updated_by_name" TEXT,
ADD COLUMN     "valid_from" TIMESTAMPTZ(3),
ADD COLUMN     "valid_to" TIMESTAMPTZ(3),
ADD COLUMN     "zones" TEXT[] DEFAULT ARRAY[]::TEXT[],
ALTER COLUMN "application_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "session_origin" ADD COLUMN     "amr" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "last_address" TEXT;

-- AlterTable
ALTER TABLE "web_session" ADD COLUMN     "amr" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "application_set" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "application_set_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "application_set_member" (
    "set_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,

    CONSTRAINT "application_set_member_pkey" PRIMARY KEY ("set_id","application_id")
);

-- CreateTable
CREATE TABLE "application_role" (
    "application_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "order" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "application_role_pkey" PRIMARY KEY ("application_id","code")
);

-- CreateTable
CREATE TABLE "network_zone" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "ranges" TEXT[],
    "rest" BOOLEAN NOT NULL DEFAULT false,
    "inner" BOOLEAN NOT NULL DEFAULT false,
    "order" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "network_zone_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "access_boundary" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "passed" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "access_boundary_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "application_set_name_key" ON "application_set"("name");

-- CreateIndex
CREATE INDEX "application_set_member_application_id_idx" ON "application_set_member"("application_id");

-- CreateIndex
CREATE INDEX "grant_class_code_idx" ON "grant"("class_code");

-- CreateIndex
CREATE INDEX "grant_set_id_idx" ON "grant"("set_id");

-- CreateIndex
CREATE INDEX "grant_position_code_idx" ON "grant"("position_code");

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_set_id_fkey" FOREIGN KEY ("set_id") REFERENCES "application_set"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_set_member" ADD CONSTRAINT "application_set_member_set_id_fkey" FOREIGN KEY ("set_id") REFERENCES "application_set"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_set_member" ADD CONSTRAINT "application_set_member_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_role" ADD CONSTRAINT "application_role_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A rule names exactly the subject it says it names, and one target.
ALTER TABLE "grant" DROP CONSTRAINT grant_subject;
ALTER TABLE "grant" ADD CONSTRAINT grant_subject CHECK (
  num_nonnulls(unit_id, position_code, group_id, account_kind, account_id)
    = CASE subject WHEN 'everyone' THEN 0 ELSE 1 END
  AND CASE subject WHEN 'everyone' THEN true WHEN 'unit' THEN unit_id IS NOT NULL
    WHEN 'position' THEN position_code IS NOT NULL WHEN 'group' THEN group_id IS NOT NULL
    WHEN 'kind' THEN account_kind IS NOT NULL WHEN 'account' THEN account_id IS NOT NULL ELSE false END);
ALTER TABLE "grant" ADD CONSTRAINT grant_target CHECK (num_nonnulls(application_id, class_code, set_id) = 1);
ALTER TABLE "grant" ADD CONSTRAINT grant_validity CHECK (valid_from < valid_to);
ALTER TABLE "grant" ADD CONSTRAINT grant_hours CHECK (
  (from_minute IS NULL) = (to_minute IS NULL)
  AND (from_minute IS NULL OR (0 <= from_minute AND from_minute < to_minute AND to_minute <= 1440)));
ALTER TABLE "grant" ADD CONSTRAINT grant_lists CHECK (
  days IS NOT NULL AND zones IS NOT NULL AND roles IS NOT NULL AND days <@ ARRAY[1, 2, 3, 4, 5, 6, 7]);
-- What a refusal would mean by them is anybody's guess.
ALTER TABLE "grant" ADD CONSTRAINT grant_of_denial CHECK (
  effect = 'allow' OR (NOT strong AND roles = '{}'));
-- One rule of one subject, target and set of conditions; effect and validity are what it says.
CREATE UNIQUE INDEX grant_once ON "grant" (
  subject, (coalesce(unit_id::text, position_code, group_id::text, account_kind, account_id::text, '')), subtree,
  (coalesce(application_id::text, 'class ' || class_code, set_id::text)),
  days, (coalesce(from_minute, -1)), (coalesce(to_minute, -1)), zones, strong, roles);

-- Only one zone is all that the others are not.
CREATE UNIQUE INDEX network_zone_one_rest ON "network_zone" (rest) WHERE rest;
INSERT INTO "network_zone" (code, name, name_en, ranges, rest, "inner", "order") VALUES
  ('lan', 'Mạng nội bộ (LAN)', 'Internal network (LAN)',
    '{127.0.0.0/8,::1/128,192.168.0.0/16,172.16.0.0/12,fc00::/7,fe80::/10}', false, true, 10),
  ('tslcd', 'Mạng truyền số liệu chuyên dùng (TSLCD)', 'Government data network (TSLCD)',
    '{10.0.0.0/8}', false, true, 20),
  ('internet', 'Internet', 'Internet', '{}', true, false, 30);

-- What begins or ends by itself is looked for every few seconds.
CREATE INDEX post_valid_from ON "post" (valid_from) WHERE valid_from IS NOT NULL;
CREATE INDEX post_valid_to ON "post" (valid_to) WHERE valid_to IS NOT NULL;

-- Live sessions are looked through again where one of these changes.
CREATE TRIGGER network_zone_access AFTER INSERT OR UPDATE OR DELETE ON "network_zone"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
CREATE TRIGGER application_set_member_access AFTER INSERT OR UPDATE OR DELETE ON "application_set_member"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
CREATE TRIGGER application_class_access AFTER UPDATE OF class ON "application"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
